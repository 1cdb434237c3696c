// Finds the real market data kept beside the repository; tests that need it skip, saying so, where it is absent.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The folder with the real data sets: `QT_REAL_DATA` if set, else `../shared/data` beside the repository. */
export const realDataFolder: string = resolve(repositoryRoot, process.env.QT_REAL_DATA ?? '../shared/data');

/** The full path of one real data file, or undefined when this machine does not have it. */
export function realData(relativePath: string): string | undefined {
  const path = join(realDataFolder, relativePath);
  return existsSync(path) ? path : undefined;
}

/**
 * A describe block over real files, given to `fn` in the order of `files`. Without them the block is skipped and its
 * title names the first file that is missing.
 */
export function describeWithRealData(
  name: string,
  files: readonly string[],
  fn: (...paths: readonly string[]) => void,
): void {
  const missing = files.find((file) => realData(file) === undefined);
  if (missing !== undefined) {
    // The tests inside cannot be listed without the files, so one skipped test stands for them.
    describe(`${name} (skipped: real data file ${missing} is not on this machine)`, () => {
      it.skip('needs the real data', () => {});
    });
    return;
  }
  describe(name, () => fn(...files.map((file) => join(realDataFolder, file))));
}
