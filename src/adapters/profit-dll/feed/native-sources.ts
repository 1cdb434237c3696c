// The C sources of the native feed on this machine: the folder of the package in, their names and one hash over all of them out.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder that holds the sources and the libraries made of them. */
export const NATIVE_FOLDER = 'native';

/** The nearest folder above this file that has the sources of the feed; undefined in an installation without them. */
export function packageWithNativeSources(from: string = import.meta.dirname): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, NATIVE_FOLDER, 'include', 'feed-record.h'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function namesIn(root: string, folder: string, ending: string): readonly string[] {
  const names = readdirSync(join(root, NATIVE_FOLDER, folder)).filter((name) => name.endsWith(ending));
  return names.map((name) => `${folder}/${name}`);
}

/** Paths of the C files below `native`, sorted, so that a compiler always sees them in one order. */
export function feedSources(root: string): readonly string[] {
  return namesIn(root, 'feed', '.c').toSorted();
}

/** sha256 over everything that decides what a compiler makes of the sources; `flags` are those it is given. */
export function feedSourcesHash(root: string, flags: readonly string[]): string {
  const files = [...feedSources(root), ...namesIn(root, 'feed', '.h'), ...namesIn(root, 'include', '.h')];
  const hash = createHash('sha256').update(JSON.stringify(flags));
  for (const file of files.toSorted()) {
    hash.update(`\n${file}\n`).update(readFileSync(join(root, NATIVE_FOLDER, file)));
  }
  return hash.digest('hex');
}
