// A home in; the entries of the ledger of trials that its releases name, out.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../adapters/user-error.ts';
import { type ReleaseRef, releaseRefs } from './release-folders.ts';
import { MANIFEST_FILE, parseReleaseManifest, type ReleaseManifest } from './release-manifest.ts';

export interface LedgerAnchor {
  readonly release: ReleaseRef;
  readonly ledger: NonNullable<ReleaseManifest['ledger']>;
}

/** Of all strategies. Releases of before the ledger have none; a manifest that is not what its folder is named after proves nothing. */
export function ledgerAnchors(home: string): readonly LedgerAnchor[] {
  return releaseRefs(home).flatMap((release) => {
    const ledger = anchorOf(release);
    return ledger === undefined ? [] : [{ release, ledger }];
  });
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
