// A home in; the entries of a ledger of trials that its releases and their approvals name, and whether that ledger was kept here, out.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../adapters/user-error.ts';
import type { Approval } from './approval.ts';
import { keptApprovals } from './approvals.ts';
import { publicKeyFile, readTrustedKeys, type TrustedKey } from './keys.ts';
import { type NewestEntry, newestEntryText, readNewestEntry } from './newest-entry.ts';
import { type ReleaseRef, releaseRefs, releasesFolder } from './release-folders.ts';
import { MANIFEST_FILE, parseReleaseManifest, type ReleaseManifest, SIGNATURE_FILE } from './release-manifest.ts';
import { namedSigners, signersOf } from './signature.ts';
import type { Stage } from './stage.ts';

export interface LedgerAnchor {
  readonly release: Omit<ReleaseRef, 'dir'>;
  /** Of an approval; undefined for the release itself. */
  readonly stage: Stage | undefined;
  readonly ledger: Approval['ledger'] | NonNullable<ReleaseManifest['ledger']>;
  /** As it was signed beside the release; undefined for an approval, and a release of an earlier version that has none. */
  readonly newest: NewestEntry | undefined;
  /** A key of this home signed it, or nobody knows whose key did: what it names must be here. */
  readonly isOwn: boolean;
}

/** Of all strategies. Releases of before the ledger have none; what is not as it was named or signed proves nothing. */
export function ledgerAnchors(home: string): readonly LedgerAnchor[] {
  if (!existsSync(releasesFolder(home))) return [];
  // of a key that was revoked since it still says what was there
  const keys = readTrustedKeys(home).map((key) => ({ ...key, revoked: undefined }));
  const isOwn = (fingerprint: string): boolean => existsSync(publicKeyFile(home, fingerprint));
  const releases = releaseRefs(home).flatMap((release): readonly LedgerAnchor[] => {
    const bytes = manifestBytes(release);
    const ledger = bytes === undefined ? undefined : anchorOf(bytes, join(release.dir, MANIFEST_FILE));
    if (ledger === undefined) return [];
    const newest = newestOf(home, release, ledger, keys);
    const signers = releaseSigners(release, bytes!, keys);
    const promoter = typeof newest === 'object' ? promoterOf(newestEntryText(release, home)!) : [];
    // a second person may have signed the release that came from another home
    const isKept = promoter.some(isOwn) || signers.every(isOwn);
    return [{ release, stage: undefined, ledger, newest, isOwn: isKept }];
  });
  const approvals = keptApprovals(home, keys).map(({ approval, signedBy }): LedgerAnchor => {
    const { strategy, release: id, stage, ledger } = approval;
    const signers = ledger.key === undefined ? signedBy : [ledger.key];
    return { release: { strategy, id }, stage, ledger, newest: undefined, isOwn: signers.some(isOwn) };
  });
  return [...releases, ...approvals];
}

/** After the line that was signed. */
function promoterOf(newestEntry: string): readonly string[] {
  return namedSigners(newestEntry.slice(newestEntry.indexOf('\n') + 1));
}

function newestOf(
  home: string,
  release: ReleaseRef,
  { signedNewest }: NonNullable<ReleaseManifest['ledger']>,
  trustedKeys: readonly TrustedKey[],
): NewestEntry | undefined {
  const newest = readNewestEntry(release, home, trustedKeys);
  return newest === 'missing' && signedNewest !== true ? undefined : newest;
}

/** None where the signature proves nothing. */
function releaseSigners({ dir }: ReleaseRef, bytes: Uint8Array, keys: readonly TrustedKey[]): readonly string[] {
  const file = join(dir, SIGNATURE_FILE);
  return (
    unlessFaulty(() => signersOf(bytes, readFileSync(file, 'latin1'), keys, file).map((key) => key.fingerprint)) ?? []
  );
}

function manifestBytes({ dir, id }: ReleaseRef): Uint8Array | undefined {
  const bytes = unlessFaulty(() => readFileSync(join(dir, MANIFEST_FILE)));
  return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === id ? bytes : undefined;
}

function anchorOf(bytes: Uint8Array, file: string): ReleaseManifest['ledger'] {
  return unlessFaulty(() => parseReleaseManifest(Buffer.from(bytes).toString('utf8'), file).ledger);
}

function unlessFaulty<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError || (error instanceof Error && 'syscall' in error)) return undefined;
    throw error;
  }
}
