// Finds the native feed for this machine: the prebuilt one on Windows, one built of the sources on Linux; its path or a reason out.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileNative, LINUX_TARGET, WINDOWS_TARGET } from './compile-native.ts';
import { feedSourcesHash, NATIVE_FOLDER, packageWithNativeSources } from './native-sources.ts';

export type NativeLibrary =
  | { readonly kind: 'found'; readonly path: string }
  /** Without it callbacks go through JavaScript one by one; the reason says what to do about it. */
  | { readonly kind: 'missing'; readonly reason: string };

export const CHECKSUMS_FILE = 'SHA256SUMS';

/** Folder of the libraries that come with the repository. */
export function prebuiltFolder(root: string): string {
  return join(root, NATIVE_FOLDER, 'prebuilt', WINDOWS_TARGET.platform);
}

export function builtFolder(root: string, platform: string): string {
  return join(root, NATIVE_FOLDER, 'build', platform);
}

function prebuiltWindows(root: string): NativeLibrary {
  const folder = prebuiltFolder(root);
  const path = join(folder, WINDOWS_TARGET.fileName);
  const sums = join(folder, CHECKSUMS_FILE);
  if (!existsSync(path) || !existsSync(sums)) {
    return { kind: 'missing', reason: `${path} or its ${CHECKSUMS_FILE} is missing; restore it with git checkout` };
  }
  const wanted = readFileSync(sums, 'utf8').split(/\s+/)[0];
  const found = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (found === wanted) return { kind: 'found', path };
  return {
    kind: 'missing',
    reason: `${path} is not the file that ${CHECKSUMS_FILE} names; restore it with git checkout`,
  };
}

/**
 * The library of exactly these sources: built when there is none yet or the sources have changed since. Built here, on first use, and not
 * while packages are installed: so it always fits the sources, needs no step of its own, and those who never trade need no compiler.
 */
function builtLinux(root: string): NativeLibrary {
  const path = join(builtFolder(root, LINUX_TARGET.platform), LINUX_TARGET.fileName);
  const stamp = `${path}.sha256`;
  const wanted = feedSourcesHash(root, LINUX_TARGET.flags);
  if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { kind: 'found', path };
  const compilation = compileNative(root, LINUX_TARGET, path);
  if (compilation.kind === 'failed') {
    return { kind: 'missing', reason: `${compilation.reason}; install gcc for the fast path` };
  }
  writeFileSync(stamp, wanted);
  return { kind: 'found', path };
}

export function nativeLibrary(root: string | undefined = packageWithNativeSources()): NativeLibrary {
  if (root === undefined) return { kind: 'missing', reason: 'the sources of the native feed are not installed' };
  const platform = `${process.platform}-${process.arch}`;
  if (platform === WINDOWS_TARGET.platform) return prebuiltWindows(root);
  if (platform === LINUX_TARGET.platform) return builtLinux(root);
  return { kind: 'missing', reason: `there is no native feed for ${platform}` };
}
