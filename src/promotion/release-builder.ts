// The parts of a release in; an immutable, signed folder named after the sha256 of its manifest out.

import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { renameDurably, writeDurably } from '../adapters/durable-file.ts';
import type { EntryMark } from '../adapters/ledger/ledger-entry.ts';
import { assert } from '../core/assert.ts';
import { isWaivable } from './gates/gate-table.ts';
import { blockingGates } from './release/gate.ts';
import { parseGates } from './release/gates-file.ts';
import { readTrustedKeys, type SigningKey, type TrustedKey } from './release/keys.ts';
import { writeNewestEntry } from './release/newest-entry.ts';
import { messageOf, releaseError } from './release/release-error.ts';
import { newestEntryPath, releaseDir, releasesFolder } from './release/release-folders.ts';
import {
  GATES_FILE,
  MANIFEST_FILE,
  parseReleaseManifest,
  type ReleaseDraft,
  type ReleaseManifest,
  releaseManifestText,
  SIGNATURE_FILE,
} from './release/release-manifest.ts';
import { signatureText } from './release/signature.ts';
import { verifyRelease } from './release/verify-release.ts';

export interface BuildRelease {
  readonly home: string;
  readonly draft: ReleaseDraft;
  /** By path in the release, with `/`: code/strategy.mjs, golden.json, gates.json and, with a model, models/<name>/... */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly key: SigningKey;
  /** Newest entry of the ledger of trials, of any kind; the draft says `signedNewest` where it is given. */
  readonly newestEntry?: EntryMark | undefined;
  /** What an earlier promotion of the very same release signed stays: the ledger of today is not whole. */
  readonly keepsNewest?: boolean | undefined;
}

export interface BuiltRelease {
  readonly id: string;
  readonly dir: string;
  readonly manifest: ReleaseManifest;
  /** False when the very same release was there. */
  readonly isNew: boolean;
}

const READ_ONLY = 0o444;

/**
 * Either the whole release appears or nothing; the same parts again give the same id and write nothing. Throws UserError
 * `release-gate-failed`, `release-bad-manifest`, `release-unsafe-path`, `provenance-not-live`; and those of `verifyRelease` when the release that is
 * there already was changed or is signed with another key.
 */
export function buildRelease(request: BuildRelease): BuiltRelease {
  const { home, draft, files, key, newestEntry, keepsNewest } = request;
  assert((newestEntry !== undefined) === (draft.ledger.signedNewest === true), 'a signed newest entry is there');
  const manifestBytes = manifestOf(draft, files);
  const id = sha256Of(manifestBytes);
  const dir = releaseDir(home, draft.strategy, id);
  refuseFailedGates(files);
  // first: a release without the file that it promises could not be promoted again
  const release = { strategy: draft.strategy, id };
  const isKept = keepsNewest === true && existsSync(newestEntryPath(home, release));
  if (newestEntry !== undefined && !isKept) writeNewestEntry(release, home, newestEntry, key);
  const isNew = !existsSync(dir) && write(home, dir, manifestBytes, files, key);
  return { id, dir, manifest: verifyRelease(dir, knownKeys(home, key)).manifest, isNew };
}

/** A second person may have signed the release that is there. */
function knownKeys(home: string, key: SigningKey): readonly TrustedKey[] {
  return [key, ...readTrustedKeys(home).filter(({ fingerprint }) => fingerprint !== key.fingerprint)];
}

/** The parser decides here as it will at every load: what it refuses is never written. */
function manifestOf(draft: ReleaseDraft, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const listed = [...files].map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256Of(bytes) }));
  listed.sort((a, b) => (a.path < b.path ? -1 : 1));
  const text = releaseManifestText({ ...draft, files: listed });
  parseReleaseManifest(text, MANIFEST_FILE);
  return new TextEncoder().encode(text);
}

function refuseFailedGates(files: ReadonlyMap<string, Uint8Array>): void {
  const gates = parseGates(new TextDecoder().decode(files.get(GATES_FILE)), GATES_FILE);
  const waived = gates.find((gate) => gate.waived !== undefined && !isWaivable(gate.id));
  const failed = waived ?? blockingGates(gates)[0];
  if (failed === undefined) return;
  throw releaseError('release-gate-failed', `The gate ${failed.id} failed: ${failed.reason}`, {
    field: failed.id,
    fix: failed.fix === '' ? 'Mend what the gate names, then promote again' : failed.fix,
  });
}

/** Returns false when another process wrote the same release first. */
function write(
  home: string,
  dir: string,
  manifestBytes: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
  key: SigningKey,
): boolean {
  mkdirSync(releasesFolder(home), { recursive: true });
  // On the same file system as its final place, which a rename needs.
  const staging = mkdtempSync(join(releasesFolder(home), '.staging-'));
  try {
    for (const [path, bytes] of files) writeReadOnly(join(staging, ...path.split('/')), bytes);
    writeReadOnly(join(staging, SIGNATURE_FILE), new TextEncoder().encode(signatureText(manifestBytes, key)));
    writeReadOnly(join(staging, MANIFEST_FILE), manifestBytes);
    // mkdtemp lets only its owner in; a trading account may be another one.
    chmodSync(staging, 0o755);
    renameDurably(staging, dir);
    return true;
  } catch (error) {
    if (existsSync(dir)) return false;
    throw releaseError('release-missing', `${dir} could not be written: ${messageOf(error)}`, {
      file: dir,
      fix: 'Check the rights of the releases folder and the space on the disk',
      cause: error,
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function writeReadOnly(path: string, bytes: Uint8Array): void {
  writeDurably(path, bytes);
  chmodSync(path, READ_ONLY);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
