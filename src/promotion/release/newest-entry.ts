// A release and the newest entry of the ledger when it was promoted in; a signed file beside its folder out, and back with its proof.

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceDurably } from '../../adapters/durable-file.ts';
import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import type { SigningKey, TrustedKey } from './keys.ts';
import { newestEntryPath, type ReleaseRef } from './release-folders.ts';
import { provedLine, signedLine } from './signed-line.ts';

const schema = z.strictObject({
  kind: z.literal('newestEntry'),
  release: z.string(),
  seq: z.int().positive(),
  sha256: z.string(),
});

/** `changed`: it is not what was signed, or is of another release. */
export type NewestEntry = EntryMark | 'missing' | 'changed';

/**
 * Of any kind, counted or not: what was recorded after the newest that counts is named here alone. It stands beside the release and is no part of
 * it, so that promoting the same again makes the same release. Durable when it returns; a later promotion of the release replaces it.
 */
export function writeNewestEntry(
  release: Omit<ReleaseRef, 'dir'>,
  home: string,
  mark: EntryMark,
  key: SigningKey,
): void {
  const { seq, sha256 } = mark;
  const value = { kind: 'newestEntry', release: release.id, seq, sha256 };
  replaceDurably(newestEntryPath(home, release), signedLine(value, key));
}

/** The signed text as it lies beside the release; undefined where there is none. For another home. */
export function newestEntryText(release: Omit<ReleaseRef, 'dir'>, home: string): string | undefined {
  const file = newestEntryPath(home, release);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Writes a text that came from another home when it is proved, and newer than what is here. False when it is not proved. */
export function placeNewestEntry(
  release: Omit<ReleaseRef, 'dir'>,
  home: string,
  text: string,
  trustedKeys: readonly TrustedKey[],
): boolean {
  const file = newestEntryPath(home, release);
  const offered = provedEntry(release, text, trustedKeys, file);
  if (offered === 'changed') return false;
  const here = readNewestEntry(release, home, trustedKeys);
  if (typeof here === 'string' || here.seq < offered.seq) replaceDurably(file, text);
  return true;
}

/** Signed by one of the trusted keys, revoked or not. */
export function readNewestEntry(
  release: Omit<ReleaseRef, 'dir'>,
  home: string,
  trustedKeys: readonly TrustedKey[],
): NewestEntry {
  const file = newestEntryPath(home, release);
  if (!existsSync(file)) return 'missing';
  return provedEntry(release, readFileSync(file, 'utf8'), trustedKeys, file);
}

function provedEntry(
  release: Omit<ReleaseRef, 'dir'>,
  text: string,
  trustedKeys: readonly TrustedKey[],
  file: string,
): EntryMark | 'changed' {
  const entry = provedLine(text, schema, trustedKeys, file);
  return entry !== 'changed' && entry.release === release.id ? { seq: entry.seq, sha256: entry.sha256 } : 'changed';
}
