// Takes folders of the repository; gives the text of every file of a kind in them by its path from the root.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repositoryRoot = resolve(import.meta.dirname, '../..');

/** Reads all `.ts` files below `folders` (a folder that does not exist has none), in order of their paths. */
export function sourceFiles(...folders: readonly string[]): ReadonlyMap<string, string> {
  return filesOf(['.ts'], ...folders);
}

/** The same for files with one of these endings. */
export function filesOf(endings: readonly string[], ...folders: readonly string[]): ReadonlyMap<string, string> {
  const paths = folders
    .filter((folder) => existsSync(join(repositoryRoot, folder)))
    .flatMap((folder) =>
      readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(folder, path).replaceAll('\\', '/'),
      ),
    )
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(repositoryRoot, path), 'utf8')]));
}
