// The folder of a release and the trusted keys in; its manifest out, once every byte of it is proved to be the signed one.

import { basename, join, resolve } from 'node:path';
import { assert } from '../../core/assert.ts';
import { type ApprovedRelease, approvalFor, type ReadApproval } from './approvals.ts';
import type { TrustedKey } from './keys.ts';
import { readPlainFile, sha256Of } from './plain-file.ts';
import { releaseError } from './release-error.ts';
import {
  CODE_FILE,
  MANIFEST_BYTES_MAX,
  MANIFEST_FILE,
  parseReleaseManifest,
  type ReleaseFile,
  type ReleaseManifest,
  SIGNATURE_FILE,
} from './release-manifest.ts';
import { assertFolder, releaseTree } from './release-tree.ts';
import { SIGNATURES_BYTES_MAX, signersOf } from './signature.ts';
import { mayRunAs, type Stage } from './stage.ts';

export interface VerifiedRelease {
  /** sha256 of release.json, also the folder's name. */
  readonly id: string;
  /** Absolute. */
  readonly dir: string;
  readonly manifest: ReleaseManifest;
  /** Fingerprints of the keys that signed it, ascending; all are trusted. */
  readonly signedBy: readonly string[];
  /** The very bytes of code/strategy.mjs that were proved: what is run must not be read again. */
  readonly code: Uint8Array;
}

/** What the caller expects of the release; each is checked where given. */
export interface Expected {
  readonly strategy?: string | undefined;
  /** The release must have been built for this stage or a harder one, or approved for it since. */
  readonly stage?: Stage | undefined;
  /** How many different trusted keys must have signed it, and the approval that it runs by; 1 where absent. */
  readonly signatures?: number | undefined;
}

/**
 * Checks, in this order: folder name = sha256 of release.json, signatures by trusted keys, manifest, every file
 * with its size and sha256, no other file and no link. Throws UserError with a `release-...` code at the first fault,
 * `provenance-not-live`, or of an approval.
 */
export function verifyRelease(
  dir: string,
  trustedKeys: readonly TrustedKey[],
  expected: Expected = {},
): VerifiedRelease {
  const folder = resolve(dir);
  assertFolder(folder);
  const manifestPath = join(folder, MANIFEST_FILE);
  const bytes = readPlainFile(manifestPath, MANIFEST_BYTES_MAX);
  const id = sha256Of(bytes);
  if (basename(folder) !== id) {
    throw releaseError('release-wrong-name', `${manifestPath} has sha256 ${id}, which is not the name of its folder`, {
      file: manifestPath,
    });
  }
  const signaturePath = join(folder, SIGNATURE_FILE);
  // Bytes, not UTF-8, so that no byte is lost in decoding.
  const signature = readPlainFile(signaturePath, SIGNATURES_BYTES_MAX).toString('latin1');
  const signedBy = signersOf(bytes, signature, trustedKeys, signaturePath).map((key) => key.fingerprint);
  const manifest = parseReleaseManifest(bytes.toString('utf8'), manifestPath);
  let code: Uint8Array | undefined;
  for (const file of manifest.files) {
    const proved = provenFile(folder, file);
    if (file.path === CODE_FILE) code = proved;
  }
  assert(code !== undefined, 'the manifest was parsed, so the code is among its files');
  checkTree(folder, manifest);
  checkStrategy(folder, manifest, expected);
  const approval = approvalOf({ dir: folder, manifest }, trustedKeys, expected);
  checkSignatures(signaturePath, signedBy, expected);
  if (approval !== undefined) checkSignatures(approval.file, approval.signedBy, expected);
  return { id, dir: folder, manifest, signedBy, code };
}

function checkTree(folder: string, manifest: ReleaseManifest): void {
  const listed = new Set([...manifest.files.map((file) => file.path), MANIFEST_FILE, SIGNATURE_FILE]);
  for (const path of releaseTree(folder)) {
    if (listed.has(path)) continue;
    const file = join(folder, path);
    throw releaseError('release-extra-file', `${file} is not part of the release`, { file });
  }
}

function provenFile(folder: string, listed: ReleaseFile): Uint8Array {
  const path = join(folder, ...listed.path.split('/'));
  const bytes = readPlainFile(path, listed.size);
  if (bytes.length === listed.size && sha256Of(bytes) === listed.sha256) return bytes;
  throw releaseError('release-hash-mismatch', `${path} is not the file that was signed`, { file: path });
}

function checkStrategy(folder: string, manifest: ReleaseManifest, { strategy }: Expected): void {
  if (strategy !== undefined && manifest.strategy !== strategy) {
    throw releaseError('release-wrong-strategy', `${folder} is a release of ${manifest.strategy}, not of ${strategy}`, {
      file: folder,
      fix: `Choose a release of ${strategy}`,
    });
  }
}

/** What lets it run at a harder stage than it was built for; undefined where it needs nothing of the kind. */
function approvalOf(
  release: ApprovedRelease,
  trustedKeys: readonly TrustedKey[],
  { stage }: Expected,
): ReadApproval | undefined {
  const { dir, manifest } = release;
  if (stage === undefined || mayRunAs(manifest.stage, stage)) return undefined;
  const approval = approvalFor(release, stage, trustedKeys);
  if (approval !== undefined) return approval;
  const message = `${dir} passed the gates of ${manifest.stage}, not those of ${stage}`;
  throw releaseError('release-wrong-stage', message, {
    file: dir,
    fix: `Promote it: node promote.ts ${manifest.strategy} ${stage} --release ${basename(dir).slice(0, 12)}`,
  });
}

function checkSignatures(file: string, signedBy: readonly string[], { signatures = 1 }: Expected): void {
  if (signedBy.length >= signatures) return;
  throw releaseError(
    'release-needs-signatures',
    `${file} has ${signedBy.length} of the ${signatures} signatures that this machine wants`,
    { file, fix: 'Another person signs it with their own key: qt releases sign RELEASE; then deliver it again' },
  );
}
