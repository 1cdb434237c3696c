// A release and a stage in; the signed approval of that stage beside the releases of its home, written, or read and proved, out.

import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { UserError } from '../../adapters/user-error.ts';
import { type Approval, approvalText, PROMOTE_AGAIN, parseApproval } from './approval.ts';
import type { SigningKey, TrustedKey } from './keys.ts';
import { readPlainFile } from './plain-file.ts';
import { assertLiveProvenance } from './provenance-gate.ts';
import { messageOf, releaseError } from './release-error.ts';
import { APPROVALS, releasesFolder } from './release-folders.ts';
import type { ReleaseManifest } from './release-manifest.ts';
import { joinedSignatures, SIGNATURES_BYTES_MAX, signatureText, signersOf } from './signature.ts';
import { mayRunAs, STAGES, type Stage } from './stage.ts';

/** A release that was verified, by its folder. */
export interface ApprovedRelease {
  readonly dir: string;
  readonly manifest: Pick<ReleaseManifest, 'strategy' | 'stage' | 'provenance'>;
}

export interface ReadApproval {
  readonly approval: Approval;
  /** Fingerprints, ascending; all are trusted. */
  readonly signedBy: readonly string[];
  readonly file: string;
}

/** What `qt releases` shows of an approval: itself, or why it is none. */
export type ListedApproval =
  | { readonly stage: Stage; readonly approval: Approval; readonly signedBy: readonly string[] }
  | { readonly stage: Stage; readonly fault: string };

const BYTES_MAX = 1024 * 1024;

/** In releases/approvals/<strategy>/, beside the folder that the release lies in. */
function approvalPath({ dir, manifest }: ApprovedRelease, stage: Stage): string {
  return join(dirname(dirname(dir)), APPROVALS, manifest.strategy, `${basename(dir)}.${stage}.json`);
}

function signaturePath(file: string): string {
  return file.replace(/\.json$/, '.sig');
}

/** Durable when it returns; one that was there is replaced. */
export function writeApproval(release: ApprovedRelease, approval: Approval, key: SigningKey): void {
  const file = approvalPath(release, approval.stage);
  const text = approvalText(approval);
  parseApproval(text, file);
  replaceDurably(file, text);
  replaceDurably(signaturePath(file), signatureText(Buffer.from(text), key));
}

/**
 * Undefined where nothing was approved for the stage. The signature is looked at before a word of it is read. Throws UserError
 * `approval-invalid`, `approval-wrong-release`, `provenance-not-live`, and those of `signersOf`.
 */
export function readApproval(
  release: ApprovedRelease,
  stage: Stage,
  trustedKeys: readonly TrustedKey[],
): ReadApproval | undefined {
  const file = approvalPath(release, stage);
  if (!existsSync(file)) return undefined;
  const signatureFile = signaturePath(file);
  if (!existsSync(signatureFile)) {
    throw releaseError('approval-invalid', `${file} has no signature beside it`, { file, fix: PROMOTE_AGAIN });
  }
  const bytes = readPlainFile(file, BYTES_MAX);
  const signatures = readPlainFile(signatureFile, SIGNATURES_BYTES_MAX).toString('latin1');
  return provedApproval(release, stage, { bytes, signatures }, trustedKeys);
}

/** The bytes of an approval and the lines of its signatures, as they lie on the disk. */
export interface SignedApproval {
  readonly bytes: Uint8Array;
  readonly signatures: string;
}

/** What stands in the files of an approval that was read; for another home. */
export function signedApproval({ file }: ReadApproval): SignedApproval {
  const signatures = readPlainFile(signaturePath(file), SIGNATURES_BYTES_MAX).toString('latin1');
  return { bytes: readPlainFile(file, BYTES_MAX), signatures };
}

/**
 * Writes an approval that came from another home, once it is proved for this release, stage and these keys. Signatures that were here over the
 * same approval stay. Throws the errors of `readApproval`; nothing is written then.
 */
export function placeApproval(
  release: ApprovedRelease,
  stage: Stage,
  signed: SignedApproval,
  trustedKeys: readonly TrustedKey[],
): void {
  provedApproval(release, stage, signed, trustedKeys);
  const file = approvalPath(release, stage);
  const isSame = existsSync(file) && Buffer.from(signed.bytes).equals(readPlainFile(file, BYTES_MAX));
  const before =
    isSame && existsSync(signaturePath(file))
      ? readPlainFile(signaturePath(file), SIGNATURES_BYTES_MAX).toString('latin1')
      : '';
  const joined = joinedSignatures(before, signed.signatures);
  signersOf(signed.bytes, joined, trustedKeys, signaturePath(file));
  if (!isSame) replaceDurably(file, signed.bytes);
  replaceDurably(signaturePath(file), joined);
}

function provedApproval(
  release: ApprovedRelease,
  stage: Stage,
  { bytes, signatures }: SignedApproval,
  trustedKeys: readonly TrustedKey[],
): ReadApproval {
  const file = approvalPath(release, stage);
  const signedBy = signersOf(bytes, signatures, trustedKeys, signaturePath(file)).map((key) => key.fingerprint);
  const approval = parseApproval(Buffer.from(bytes).toString('utf8'), file);
  const { strategy, provenance } = release.manifest;
  if (approval.release !== basename(release.dir) || approval.stage !== stage || approval.strategy !== strategy) {
    const of = `${approval.strategy} ${approval.release} at ${approval.stage}`;
    throw releaseError('approval-wrong-release', `${file} approves ${of}`, { file, fix: PROMOTE_AGAIN });
  }
  if (stage === 'live') {
    assertLiveProvenance(provenance);
    assertLiveProvenance(approval.provenance);
  }
  return { approval, signedBy, file };
}

/** One that lets the release run at `wanted`: for that stage or a harder one. Throws why the first that is there does not. */
export function approvalFor(
  release: ApprovedRelease,
  wanted: Stage,
  trustedKeys: readonly TrustedKey[],
): ReadApproval | undefined {
  const faults: unknown[] = [];
  for (const stage of STAGES.filter((each) => mayRunAs(each, wanted))) {
    try {
      const found = readApproval(release, stage, trustedKeys);
      if (found !== undefined) return found;
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return undefined;
}

export function listApprovals(release: ApprovedRelease, trustedKeys: readonly TrustedKey[]): readonly ListedApproval[] {
  return STAGES.flatMap((stage): readonly ListedApproval[] => {
    try {
      const found = readApproval(release, stage, trustedKeys);
      return found === undefined ? [] : [{ stage, approval: found.approval, signedBy: found.signedBy }];
    } catch (error) {
      return [{ stage, fault: messageOf(error) }];
    }
  });
}

const APPROVAL_FILE = /^[0-9a-f]{64}\.(?:paper|demo|live)\.json$/;

/** Every approval of a home that one of the keys signed, whatever became of its release. What is not as it was signed is left out. */
export function keptApprovals(
  home: string,
  keys: readonly TrustedKey[],
): readonly Pick<ReadApproval, 'approval' | 'signedBy'>[] {
  const root = join(releasesFolder(home), APPROVALS);
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && APPROVAL_FILE.test(entry.name))
    .flatMap(({ parentPath, name }) => keptApproval(join(parentPath, name), keys) ?? []);
}

function keptApproval(
  file: string,
  keys: readonly TrustedKey[],
): Pick<ReadApproval, 'approval' | 'signedBy'> | undefined {
  try {
    const bytes = readPlainFile(file, BYTES_MAX);
    const signatures = readPlainFile(signaturePath(file), SIGNATURES_BYTES_MAX).toString('latin1');
    const signers = signersOf(bytes, signatures, keys, signaturePath(file));
    return { approval: parseApproval(bytes.toString('utf8'), file), signedBy: signers.map((key) => key.fingerprint) };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Adds the signature of one more person to every approval of the release. Throws the errors of `readApproval`. */
export function coSignApprovals(
  release: ApprovedRelease,
  key: SigningKey,
  trustedKeys: readonly TrustedKey[],
): readonly Stage[] {
  return STAGES.filter((stage) => {
    const found = readApproval(release, stage, trustedKeys);
    if (found === undefined || found.signedBy.includes(key.fingerprint)) return false;
    const signatureFile = signaturePath(found.file);
    const bytes = readPlainFile(found.file, BYTES_MAX);
    const before = readPlainFile(signatureFile, SIGNATURES_BYTES_MAX).toString('latin1');
    replaceDurably(signatureFile, joinedSignatures(before, signatureText(bytes, key)));
    return true;
  });
}
