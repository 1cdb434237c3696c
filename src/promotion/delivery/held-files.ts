// A home in; by hash, the files of releases that lie there already, out: what a new release shares with them does not travel.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../adapters/user-error.ts';
import { releaseRefs } from '../release/release-folders.ts';
import {
  MANIFEST_FILE,
  parseReleaseManifest,
  type ReleaseFile,
  type ReleaseManifest,
} from '../release/release-manifest.ts';

export class HeldFiles {
  private readonly paths = new Map<string, string>();

  /** What the manifests there say; nothing is proved yet. One that cannot be read offers nothing. */
  constructor(home: string) {
    for (const { dir } of releaseRefs(home)) {
      for (const { path, sha256 } of filesOf(join(dir, MANIFEST_FILE))) {
        this.paths.set(sha256, join(dir, ...path.split('/')));
      }
    }
  }

  /** The bytes with this hash, proved; undefined where no release has them whole. */
  read({ sha256, size }: ReleaseFile): Uint8Array | undefined {
    const path = this.paths.get(sha256);
    if (path === undefined || statSync(path, { throwIfNoEntry: false })?.size !== size) return undefined;
    const bytes = readFileSync(path);
    return sha256Of(bytes) === sha256 ? bytes : undefined;
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function filesOf(manifestPath: string): ReleaseManifest['files'] {
  try {
    return parseReleaseManifest(readFileSync(manifestPath, 'utf8'), manifestPath).files;
  } catch (error) {
    if (error instanceof UserError || (error instanceof Error && 'syscall' in error)) return [];
    throw error;
  }
}
