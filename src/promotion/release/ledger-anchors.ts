// A home in; the entries of the ledger of trials that its releases name, in their manifests and beside them, out.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../adapters/user-error.ts';
import { readTrustedKeys, type TrustedKey } from './keys.ts';
import { type NewestEntry, readNewestEntry } from './newest-entry.ts';
import { type ReleaseRef, releaseRefs } from './release-folders.ts';
import { MANIFEST_FILE, parseReleaseManifest, type ReleaseManifest } from './release-manifest.ts';

export interface LedgerAnchor {
  readonly release: ReleaseRef;
  readonly ledger: NonNullable<ReleaseManifest['ledger']>;
  /** As it was signed beside the release; undefined for a release of an earlier version that has none. */
  readonly newest: NewestEntry | undefined;
}

/** Of all strategies. Releases of before the ledger have none; a manifest that is not what its folder is named after proves nothing. */
export function ledgerAnchors(home: string): readonly LedgerAnchor[] {
  const releases = releaseRefs(home);
  const trustedKeys = releases.length === 0 ? [] : readTrustedKeys(home);
  return releases.flatMap((release) => {
    const ledger = anchorOf(release);
    return ledger === undefined ? [] : [{ release, ledger, newest: newestOf(home, release, ledger, trustedKeys) }];
  });
}

function newestOf(
  home: string,
  release: ReleaseRef,
  { signedNewest }: LedgerAnchor['ledger'],
  trustedKeys: readonly TrustedKey[],
): NewestEntry | undefined {
  const newest = readNewestEntry(release, home, trustedKeys);
  return newest === 'missing' && signedNewest !== true ? undefined : newest;
}

function anchorOf({ dir, id }: ReleaseRef): ReleaseManifest['ledger'] {
  const file = join(dir, MANIFEST_FILE);
  try {
    const text = readFileSync(file, 'utf8');
    if (createHash('sha256').update(text).digest('hex') !== id) return undefined;
    return parseReleaseManifest(text, file).ledger;
  } catch (error) {
    if (error instanceof UserError || (error instanceof Error && 'syscall' in error)) return undefined;
    throw error;
  }
}
