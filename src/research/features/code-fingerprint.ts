// The program's own code that makes candles and features in; one hash of it out: a change of it makes every cached column old.

import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../runner/package-root.ts';

/** Everything of which a value depends: market to regime of the core, and what runs features over columns. */
const PLACES = 'src/{core/{market,candles,features,regime,catalogue},research/features}/**/*.ts';

let known: string | undefined;

/** Hex sha256, computed once in a process. */
export function codeFingerprint(): string {
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  for (const file of globSync(PLACES, { cwd: packageRoot }).sort()) {
    hash.update(`${file.replaceAll('\\', '/')}\n`).update(readFileSync(join(packageRoot, file)));
  }
  known = hash.digest('hex');
  return known;
}
