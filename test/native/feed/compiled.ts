// Compiles C for the tests of this folder: sources and flags in, the path of what was made in a folder of the test run out.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '../../..');

export function hasCompiler(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0;
}

/** The folder is left to the system to clear: a library cannot be removed from a process that has loaded it. */
export const workFolder: string = mkdtempSync(join(tmpdir(), 'quantumtrader-native-'));

const STRICT = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-g', '-O1'];

/** Sources are paths from the repository's root. @throws with the compiler's words. */
export function compiled(name: string, sources: readonly string[], flags: readonly string[], compiler = 'gcc'): string {
  const output = join(workFolder, name);
  execFileSync(compiler, [...STRICT, '-o', output, ...sources, ...flags], { cwd: repositoryRoot, stdio: 'pipe' });
  return output;
}

/** Whether C text passes the compiler: it holds static assertions. @throws with the compiler's words. */
export function checkSyntax(text: string, compiler: string): void {
  const flags = [...STRICT, '-fsyntax-only', '-x', 'c', '-I', join(repositoryRoot, 'native/include'), '-'];
  execFileSync(compiler, flags, { input: text, cwd: repositoryRoot, stdio: ['pipe', 'pipe', 'pipe'] });
}

export function fakeVendor(): string {
  const sources = ['test/native/feed/fake-vendor.c', 'test/native/feed/fake-orders.c'];
  return compiled('fake-vendor.so', sources, ['-fPIC', '-shared', '-fvisibility=hidden', '-pthread']);
}
