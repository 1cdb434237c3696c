// Modules in; these and all that they reach by relative references, with their texts, out, and one hash over them.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** `from './x.ts'`, `import './x.ts'`, `import('./x.ts')` and `new URL('./x.ts', ...)`, which is how a thread is started; JSON too. */
const REFERENCE = /\b(?:from|import|import\(|new URL\()\s*['"](\.{1,2}\/[^'"]+\.(?:ts|mts|js|mjs|json))['"]/g;

export interface ReachOptions {
  /** Paths from `root` that are neither read nor followed; default none. */
  readonly isLeftOut?: ((name: string) => boolean) | undefined;
}

/** Texts by path from `root` with `/`, the entries among them; of what lies on another drive by its whole path. */
export function reachedModules(
  root: string,
  entries: readonly string[],
  { isLeftOut = () => false }: ReachOptions = {},
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const waiting = entries.map((entry) => (isAbsolute(entry) ? entry : join(root, entry)));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const name = relative(root, file).replaceAll('\\', '/');
    // an example in a comment may name a file that is nowhere
    if (texts.has(name) || isLeftOut(name) || !existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    texts.set(name, text);
    for (const [, path] of text.matchAll(REFERENCE)) waiting.push(resolve(dirname(file), path!));
  }
  return texts;
}

/** Hex sha256, the same for the same names and texts in any order. */
export function hashOfTexts(texts: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [name, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n${text.length}\n`).update(text);
  }
  return hash.digest('hex');
}
