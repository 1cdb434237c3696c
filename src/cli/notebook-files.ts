// Files and folders as they were given in; the notebooks that they name, in order, out.

import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../adapters/user-error.ts';

/** Of folders all notebooks below them, but no copies that Jupyter keeps. @throws UserError where a path names nothing */
export function notebookFiles(paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) {
      throw new UserError({
        code: 'file-missing',
        message: `${path} does not exist`,
        file: path,
        fix: 'Check the path; put it in quotes when it has spaces',
      });
    }
    return found.isDirectory() ? inFolder(path) : [path];
  });
  return [...new Set(files)];
}

function inFolder(folder: string): readonly string[] {
  const exclude = (name: string): boolean => /(?:^|[\\/])(?:\.ipynb_checkpoints|node_modules)$/.test(name);
  return globSync('**/*.ipynb', { cwd: folder, exclude })
    .sort()
    .map((name) => join(folder, name));
}
