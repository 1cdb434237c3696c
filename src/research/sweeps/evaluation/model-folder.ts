// The name of a model or its folder, as a point gives it, in; where the folder lies on this machine out.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRoot } from '../../../runner/package-root.ts';

/** A name in models/ first, else a path from the root of the package. */
export function modelFolderOf(name: string): string {
  const named = join(packageRoot, 'models', name);
  return existsSync(join(named, 'model.json')) ? named : resolve(packageRoot, name);
}
