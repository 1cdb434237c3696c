// A release and a stage in; the signed approval of that stage beside the releases of its home, written, or read and proved, out.

import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { type Approval, approvalText, PROMOTE_AGAIN, parseApproval } from './approval.ts';
import type { SigningKey, TrustedKey } from './keys.ts';
import { readPlainFile } from './plain-file.ts';
import { assertLiveProvenance } from './provenance-gate.ts';
import { messageOf, releaseError } from './release-error.ts';
import { APPROVALS } from './release-folders.ts';
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
  const signature = readPlainFile(signatureFile, SIGNATURES_BYTES_MAX).toString('latin1');
  const signedBy = signersOf(bytes, signature, trustedKeys, signatureFile).map((key) => key.fingerprint);
  const approval = parseApproval(bytes.toString('utf8'), file);
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
