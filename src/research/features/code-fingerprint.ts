// A module in; one hash of it and of every module that it reaches out: a change of any of them makes every cached column old.

import { assert } from '../../core/assert.ts';
import { packageRoot } from '../../runner/package-root.ts';
import { hashOfTexts, reachedModules } from '../../runner/reached-modules.ts';

/**
 * What makes candles, sessions, facts and values, with the thread beside it; and everything that a script can take its features from:
 * a maker that the catalogue does not use makes values as well.
 */
export const FEATURE_ENTRIES = ['src/research/features/features.ts', 'src/index.ts'];
/** Fewer modules than this cannot be all of them: then something is wrong with how they are found. */
const LEAST_MODULES = 50;

let known: string | undefined;

/** Of the program's own code; hex sha256, computed once in a process. */
export function codeFingerprint(): string {
  known ??= fingerprintOf(packageRoot);
  return known;
}

/** Hex sha256 over the modules that the entries reach by relative references, by their paths from `root`. */
export function fingerprintOf(root: string, entries: readonly string[] = FEATURE_ENTRIES): string {
  return hashOfModules(reachedModules(root, entries));
}

/** Throws InvariantError where there are too few. */
export function hashOfModules(modules: ReadonlyMap<string, string>): string {
  assert(
    modules.size >= LEAST_MODULES,
    `${modules.size} modules make the values of features; expected ${LEAST_MODULES}`,
  );
  return hashOfTexts(modules);
}
