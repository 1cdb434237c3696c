// Modules in; these and all that they reach by relative references (compiled kernels too), with their texts, out, and one hash over them.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** `from './x.ts'`, `import './x.ts'`, `import('./x.ts')`; JSON too. */
const IMPORTED = /\b(?:from|import|import\()\s*['"](\.{1,2}\/[^'"]+\.(?:ts|mts|js|mjs|json))['"]/g;
/** `new URL('x.wasm', ...)`, which is how a thread is started and a file beside a module is read: of any kind. */
const LOCATED = /\bnew URL\(\s*['"]([^'":]+\.\w+)['"]/g;
const TEXT = /\.(?:ts|mts|js|mjs|json)$/;

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
    const isText = TEXT.test(file);
    // one character for each byte, so that no two contents look the same
    const text = readFileSync(file, isText ? 'utf8' : 'latin1');
    texts.set(name, text);
    if (!isText) continue;
    for (const pattern of [IMPORTED, LOCATED]) {
      for (const [, path] of text.matchAll(pattern)) waiting.push(resolve(dirname(file), path!));
    }
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
