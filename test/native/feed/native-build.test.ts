import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { COMPILER_FILE } from '../../../scripts/native/checksums.ts';
import {
  compileNative,
  compilerOf,
  LINUX_TARGET,
  type NativeTarget,
  WINDOWS_TARGET,
} from '../../../src/adapters/profit-dll/feed/compile-native.ts';
import { CHECKSUMS_FILE, nativeLibrary, prebuiltFolder } from '../../../src/adapters/profit-dll/feed/native-library.ts';
import { feedSourcesHash } from '../../../src/adapters/profit-dll/feed/native-sources.ts';
import { hasCompiler, repositoryRoot } from './compiled.ts';

const folders: string[] = [];

/** A copy of the sources in a folder of another name and depth. */
function copyOfSources(...inside: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-sources-'));
  folders.push(folder);
  const root = join(folder, ...inside);
  mkdirSync(join(root, 'native'), { recursive: true });
  for (const part of ['feed', 'include']) {
    cpSync(join(repositoryRoot, 'native', part), join(root, 'native', part), { recursive: true });
  }
  return root;
}

/** A package whose feed is one small function. */
function smallSources(): string {
  const root = mkdtempSync(join(tmpdir(), 'quantumtrader-sources-'));
  folders.push(root);
  for (const part of ['feed', 'include']) mkdirSync(join(root, 'native', part), { recursive: true });
  writeFileSync(join(root, 'native/include/small.h'), 'int QtSmall(void);\n');
  writeFileSync(join(root, 'native/feed/small.c'), '#include "../include/small.h"\nint QtSmall(void) { return 1; }\n');
  return root;
}

/** Strictly: users' compilers may warn of what ours do not know, which must not cost them the feed. */
function builtFrom(root: string, target: NativeTarget): Buffer {
  const strict = { ...target, flags: [...target.flags, '-Werror'] };
  const output = join(root, 'native/build', target.fileName);
  expect(compileNative(root, strict, output)).toMatchObject({ kind: 'compiled' });
  return readFileSync(output);
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The hash of what `build` makes of these sources: kept, since it takes long and comes out the same as long as nothing changes. */
function hashOnce(target: NativeTarget, build: () => Buffer): string {
  const compiling = readFileSync(join(repositoryRoot, 'src/adapters/profit-dll/feed/compile-native.ts'));
  const flags = [...target.flags, compilerOf(target)?.version ?? '', sha256(compiling)];
  const folder = join(repositoryRoot, 'node_modules/.cache/native-build');
  const kept = join(folder, `${target.platform}-${feedSourcesHash(repositoryRoot, flags)}`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const hash = sha256(build());
  mkdirSync(folder, { recursive: true });
  const whole = `${kept}-${process.pid}`;
  writeFileSync(whole, hash);
  renameSync(whole, kept);
  return hash;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('committed Windows library', () => {
  it('is the file that its checksum names', () => {
    const folder = prebuiltFolder(repositoryRoot);
    const library = readFileSync(join(folder, WINDOWS_TARGET.fileName));
    expect(readFileSync(join(folder, CHECKSUMS_FILE), 'utf8')).toBe(`${sha256(library)}  ${WINDOWS_TARGET.fileName}\n`);
  });

  const here = compilerOf(WINDOWS_TARGET)?.version;
  const committed = readFileSync(join(prebuiltFolder(repositoryRoot), COMPILER_FILE), 'utf8').trim();

  // Another version of the compiler makes other bytes of the same sources, which says nothing about them.
  const unlike = here === committed ? '' : ` (not compared with the committed one: built by ${committed})`;

  it.skipIf(here === undefined)(
    `comes out with the same bytes from any folder (needs mingw)${unlike}`,
    () => {
      const made = hashOnce(WINDOWS_TARGET, () => {
        const first = builtFrom(copyOfSources('a folder', 'that lies', 'deeper'), WINDOWS_TARGET);
        // by the same compiler the committed one is the other folder's
        if (here !== committed) expect(builtFrom(copyOfSources('here'), WINDOWS_TARGET).equals(first)).toBe(true);
        return first;
      });
      if (here !== committed) return;
      const prebuilt = readFileSync(join(prebuiltFolder(repositoryRoot), WINDOWS_TARGET.fileName));
      expect(made, 'run: node scripts/pinned.cjs scripts/build-native.ts --prebuilt').toBe(sha256(prebuilt));
    },
    120_000,
  );
});

describe('native library of this machine', () => {
  it.skipIf(process.platform !== 'linux' || !hasCompiler('cc'))('is built without a warning', () => {
    const made = hashOnce(LINUX_TARGET, () => {
      const library = builtFrom(copyOfSources('strict'), LINUX_TARGET);
      expect(library.length).toBeGreaterThan(10_000);
      return library;
    });
    expect(made).toHaveLength(64);
  });

  it.skipIf(process.platform !== 'linux' || !hasCompiler('cc'))('is built once and again when a source changes', () => {
    const root = smallSources();
    const found = nativeLibrary(root);
    if (found.kind === 'missing') throw new Error(found.reason);
    const built = statSync(found.path).ino;
    expect(nativeLibrary(root)).toEqual(found);
    expect(statSync(found.path).ino).toBe(built);
    const source = join(root, 'native/feed/small.c');
    writeFileSync(source, `${readFileSync(source, 'utf8')}\n`);
    expect(nativeLibrary(root)).toEqual(found);
    expect(statSync(found.path).ino).not.toBe(built);
  });

  it.skipIf(process.platform !== 'linux' || !hasCompiler('cc'))(
    'is missing with the words of the compiler when a source is wrong',
    () => {
      const root = smallSources();
      writeFileSync(join(root, 'native/feed/wrong.c'), 'int broken(void) { return undeclared; }\n');
      const answer = nativeLibrary(root);
      expect(answer).toMatchObject({ kind: 'missing', reason: expect.stringContaining("'undeclared' undeclared") });
      expect(existsSync(join(root, 'native/build/linux-x64', LINUX_TARGET.fileName))).toBe(false);
    },
  );

  it('is missing with a reason where there is no compiler', () => {
    const target: NativeTarget = { ...LINUX_TARGET, compilers: ['no-such-compiler'] };
    const answer = compileNative(smallSources(), target, join(tmpdir(), 'unused', LINUX_TARGET.fileName));
    expect(answer).toEqual({ kind: 'failed', reason: 'no C compiler (no-such-compiler) was found' });
  });
});
