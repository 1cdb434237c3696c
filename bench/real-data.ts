// The path of a real data file inside its folder in; where it is on this machine out, or undefined.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRoot } from '../src/runner/package-root.ts';

/** `QT_REAL_DATA` if set, else `../shared/data` beside the repository. */
export function realData(path: string): string | undefined {
  const file = join(resolve(packageRoot, process.env.QT_REAL_DATA ?? '../shared/data'), path);
  return existsSync(file) ? file : undefined;
}
