// Compiles the native feed: sources and a target in, a shared library under the wanted path or the reason why there is none out.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { feedSources, NATIVE_FOLDER } from './native-sources.ts';

export interface NativeTarget {
  readonly platform: 'linux-x64' | 'win32-x64';
  readonly fileName: string;
  /** Compilers to try, the first that is there is taken. */
  readonly compilers: readonly string[];
  readonly flags: readonly string[];
}

export type Compilation =
  | { readonly kind: 'compiled'; readonly compiler: string; readonly version: string }
  | { readonly kind: 'failed'; readonly reason: string };

const COMMON_FLAGS = ['-std=c11', '-O2', '-Wall', '-Wextra', '-shared'];
const COMPILE_MS_MAX = 120_000;

export const LINUX_TARGET: NativeTarget = {
  platform: 'linux-x64',
  fileName: 'libqtfeed.so',
  compilers: ['cc', 'gcc', 'clang'],
  // nodelete: callbacks of the vendor may still run while the process ends.
  flags: [...COMMON_FLAGS, '-fPIC', '-fvisibility=hidden', '-pthread', '-Wl,-z,nodelete', '-Wl,-z,defs', '-ldl'],
};

/**
 * The same bytes of the same sources by the same compiler, in whatever folder: no time stamps, no paths, no symbols, and a stated base,
 * which the linker would otherwise choose by the path of its output. Windows moves the library all the same.
 */
export const WINDOWS_TARGET: NativeTarget = {
  platform: 'win32-x64',
  fileName: 'qtfeed.dll',
  compilers: ['x86_64-w64-mingw32-gcc'],
  flags: [
    ...COMMON_FLAGS,
    ...[
      '-static-libgcc',
      '-s',
      '-frandom-seed=qtfeed',
      '-fno-ident',
      '-Wl,--no-insert-timestamp',
      '-Wl,--build-id=none',
    ],
    ...['-Wl,--image-base=0x180000000', '-Wl,--dynamicbase', '-Wl,--nxcompat'],
  ],
};

/** The first line of what a compiler says of itself; undefined when it is not there. */
function compilerVersion(compiler: string): string | undefined {
  const result = spawnSync(compiler, ['--version'], { encoding: 'utf8', timeout: COMPILE_MS_MAX });
  return result.status === 0 ? result.stdout.split('\n')[0] : undefined;
}

/** The compiler of a target on this machine. */
export function compilerOf(target: NativeTarget): { readonly compiler: string; readonly version: string } | undefined {
  for (const compiler of target.compilers) {
    const version = compilerVersion(compiler);
    if (version !== undefined) return { compiler, version };
  }
  return undefined;
}

/**
 * Compiles `root`/native/feed into `output`. Two that do it at once do not disturb each other: each works in a folder of its own and the
 * finished library takes its place by one rename.
 */
export function compileNative(root: string, target: NativeTarget, output: string): Compilation {
  const found = compilerOf(target);
  if (found === undefined)
    return { kind: 'failed', reason: `no C compiler (${target.compilers.join(', ')}) was found` };
  mkdirSync(dirname(output), { recursive: true });
  const workFolder = mkdtempSync(join(dirname(output), '.build-'));
  try {
    const native = join(root, NATIVE_FOLDER);
    // Named as it will be called: the name stands in the library's table of exports.
    const made = join(workFolder, basename(output));
    const result = spawnSync(
      found.compiler,
      ['-o', relative(native, made), ...feedSources(root), `-ffile-prefix-map=${native}=.`, ...target.flags],
      { cwd: native, encoding: 'utf8', timeout: COMPILE_MS_MAX, env: { ...process.env, LC_ALL: 'C' } },
    );
    if (result.status !== 0) {
      const why = result.error?.message ?? result.stderr.trim();
      return { kind: 'failed', reason: `${found.compiler} could not build the native feed: ${why}` };
    }
    renameSync(made, output);
    return { kind: 'compiled', ...found };
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}
