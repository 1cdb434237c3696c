// Takes the folder of a release; gives the paths of all files in it, and refuses links and whatever is no plain file.

import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { releaseError } from './release-error.ts';
import { FILES_MAX } from './release-manifest.ts';

const DEPTH_MAX = 8;

/** Throws UserError `release-missing` when `dir` is no folder, and `release-unsafe-path` when it is a link. */
export function assertFolder(dir: string): void {
  const status = lstatSync(dir, { throwIfNoEntry: false });
  if (status?.isSymbolicLink() === true) {
    throw releaseError('release-unsafe-path', `${dir} is a link; a release is a folder`, {
      file: dir,
      fix: 'Name the folder that the link leads to',
    });
  }
  if (status?.isDirectory() === true) return;
  throw releaseError('release-missing', `There is no release folder ${dir}`, {
    file: dir,
    fix: 'List the releases with: qt releases',
  });
}

/**
 * Paths relative to `dir`, with `/`, sorted. Throws UserError `release-unsafe-path` for a link or device, `release-extra-file`
 * for an empty folder, too many files or too deep a tree.
 */
export function releaseTree(dir: string): readonly string[] {
  const paths: string[] = [];
  collect(dir, [], paths);
  return paths.sort();
}

function collect(dir: string, segments: readonly string[], paths: string[]): void {
  const folder = join(dir, ...segments);
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.length === 0 || segments.length > DEPTH_MAX || paths.length + entries.length > FILES_MAX * 2) {
    const what = entries.length === 0 ? 'is an empty folder' : 'holds more than a release can have';
    throw releaseError('release-extra-file', `${folder} ${what}`, { file: folder });
  }
  for (const entry of entries) {
    const path = [...segments, entry.name];
    if (entry.isDirectory()) collect(dir, path, paths);
    else if (entry.isFile()) paths.push(path.join('/'));
    else {
      const file = join(dir, ...path);
      throw releaseError('release-unsafe-path', `${file} is a link or a device, not a file`, { file });
    }
  }
}
