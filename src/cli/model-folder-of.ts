// What a person calls a model in, its name or its folder; the folder out.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRoot } from '../runner/package-root.ts';

/** A name of models/ of the repository, unless it is the path of a folder with a model. */
export function modelFolderOf(name: string): string {
  const folder = resolve(name);
  if (existsSync(join(folder, 'model.json')) || /[/\\]/.test(name)) return folder;
  return join(packageRoot, 'models', name);
}
