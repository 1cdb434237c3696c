// A module in; one hash of it and of every module that it reaches out: a change of any of them makes every cached column old.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { assert } from '../../core/assert.ts';
import { packageRoot } from '../../runner/package-root.ts';

/**
 * What makes candles, sessions, facts and values, with the thread beside it; and everything that a script can take its features from:
 * a maker that the catalogue does not use makes values as well.
 */
const ENTRIES = ['src/research/features/features.ts', 'src/index.ts'];
/** Fewer modules than this cannot be all of them: then something is wrong with how they are found. */
const LEAST_MODULES = 50;
/** `from './x.ts'`, `import './x.ts'`, `import('./x.ts')` and `new URL('./x.ts', ...)`, which is how a thread is started. */
const REFERENCE = /\b(?:from|import|import\(|new URL\()\s*['"](\.{1,2}\/[^'"]+\.ts)['"]/g;

let known: string | undefined;

/** Of the program's own code; hex sha256, computed once in a process. */
export function codeFingerprint(): string {
  known ??= fingerprintOf(packageRoot);
  return known;
}

/** Hex sha256 over the modules that the entries reach by relative references, by their paths from `root`. */
export function fingerprintOf(root: string, entries: readonly string[] = ENTRIES): string {
  return hashOfModules(reachedModules(root, entries));
}

/** Throws InvariantError where there are too few. */
export function hashOfModules(modules: ReadonlyMap<string, string>): string {
  assert(
    modules.size >= LEAST_MODULES,
    `${modules.size} modules make the values of features; expected ${LEAST_MODULES}`,
  );
  const hash = createHash('sha256');
  for (const [name, text] of [...modules].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n${text.length}\n`).update(text);
  }
  return hash.digest('hex');
}

/** Texts by path from `root`, the entries among them. */
export function reachedModules(root: string, entries: readonly string[] = ENTRIES): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const waiting = entries.map((entry) => join(root, entry));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const name = relative(root, file).replaceAll('\\', '/');
    // an example in a comment may name a file that is nowhere
    if (texts.has(name) || !existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    texts.set(name, text);
    for (const [, path] of text.matchAll(REFERENCE)) waiting.push(resolve(dirname(file), path!));
  }
  return texts;
}
