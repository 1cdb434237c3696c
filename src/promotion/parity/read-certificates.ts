// A home in; the parity certificates of its sessions out, those only that a trusted key signed and whose run is unchanged, and why others are not.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import { runFingerprint } from '../../adapters/journal/run-fingerprint.ts';
import { RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunMode } from '../../adapters/journal/run-info.ts';
import { UserError } from '../../adapters/user-error.ts';
import { readTrustedKeys, type TrustedKey } from '../release/keys.ts';
import { signerOf } from '../release/signature.ts';
import { certificateSchema, type ParityCertificate, verdictOf } from './parity-certificate.ts';

export const CERTIFICATE_FILE = 'certificate.json';
export const CERTIFICATE_SIGNATURE_FILE = 'certificate.sig';

/** What is asked for; absent: any. */
export interface CertificateQuery {
  readonly strategy?: string | undefined;
  /** Id of a release. */
  readonly release?: string | undefined;
  readonly mode?: RunMode | undefined;
}

export interface RefusedCertificate {
  /** Name of the run folder. */
  readonly run: string;
  /** `certificate-unsigned`, `certificate-invalid`, `certificate-wrong-run`, `certificate-journal-changed`, or of the signature. */
  readonly code: string;
  readonly message: string;
}

export interface ReadCertificates {
  /** In order of the names of their runs, which is that of their time. */
  readonly certificates: readonly ParityCertificate[];
  /** Of runs whose folder says that they are of what was asked for. */
  readonly refused: readonly RefusedCertificate[];
}

/** A certificate is small; what is larger was not written here. */
const BYTES_MAX = 4 * 1024 * 1024;
const SIGNATURE_BYTES_MAX = 1024;

/**
 * Each is proved anew: its signature by a key that is trusted here, the name of its folder, and the journal, events and run.json that it names.
 * A session that was cut off has several runs of one day, and a run folder can be copied: whoever counts sessions counts days.
 */
export function readCertificates(home: string, query: CertificateQuery = {}): ReadCertificates {
  const certificates: ParityCertificate[] = [];
  const refused: RefusedCertificate[] = [];
  const trusted = readTrustedKeys(home);
  for (const folder of certifiedFolders(home)) {
    if (!isAskedFor(folder, query)) continue;
    try {
      certificates.push(readCertificate(folder, trusted));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ run: basename(folder), code: error.code, message: error.message });
    }
  }
  return { certificates, refused };
}

function certifiedFolders(home: string): readonly string[] {
  const runs = join(home, RUNS_FOLDER);
  if (!existsSync(runs)) return [];
  const folders = readdirSync(runs)
    .sort()
    .map((name) => join(runs, name));
  return folders.filter((folder) => existsSync(join(folder, CERTIFICATE_FILE)));
}

/** By run.json, which the certificate proves: what hides there is at worst no certificate. */
function isAskedFor(folder: string, { strategy, release, mode }: CertificateQuery): boolean {
  try {
    const info = readRunInfo(folder);
    return (
      (strategy === undefined || info.strategy === strategy) &&
      (release === undefined || info.release === release) &&
      (mode === undefined || info.mode === mode)
    );
  } catch {
    // one that cannot be read is refused by what reads it next, with its reason
    return true;
  }
}

/** Throws UserErrors as `RefusedCertificate` names them. */
export function readCertificate(folder: string, trustedKeys: readonly TrustedKey[]): ParityCertificate {
  const file = join(folder, CERTIFICATE_FILE);
  const certificate = signedCertificate(folder, file, trustedKeys);
  if (certificate.run !== basename(folder)) {
    throw refusal('certificate-wrong-run', `${file} is of the run ${certificate.run}`, file);
  }
  const { runSha256, journalSha256, eventsSha256, epochs } = certificate.journal;
  const now = runFingerprint(folder);
  if (canonicalJson(now) !== canonicalJson({ runSha256, journalSha256, eventsSha256, epochs })) {
    const changed = (['runSha256', 'journalSha256', 'eventsSha256'] as const).filter(
      (each) => now[each] !== certificate.journal[each],
    );
    throw refusal('certificate-journal-changed', `${file} is of other content: ${changed.join(', ')}`, file);
  }
  return certificate;
}

function signedCertificate(folder: string, file: string, trustedKeys: readonly TrustedKey[]): ParityCertificate {
  const signatureFile = join(folder, CERTIFICATE_SIGNATURE_FILE);
  if (!existsSync(signatureFile)) throw refusal('certificate-unsigned', `${file} has no signature beside it`, file);
  const bytes = readFileSync(file);
  const signature = readFileSync(signatureFile);
  if (bytes.length > BYTES_MAX || signature.length > SIGNATURE_BYTES_MAX) {
    throw refusal('certificate-invalid', `${file} or its signature is larger than this program writes them`, file);
  }
  signerOf(bytes, signature.toString('latin1'), trustedKeys, signatureFile);
  return parsed(bytes.toString('utf8'), file);
}

function parsed(text: string, file: string): ParityCertificate {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refusal('certificate-invalid', `${file} is not JSON`, file);
  }
  const result = certificateSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw refusal('certificate-invalid', `${file}: ${issue.path.join('.')}: ${issue.message}`, file);
  }
  const certificate = result.data;
  if (verdictOf(certificate) !== certificate.verdict) {
    throw refusal('certificate-invalid', `${file}: verdict: it does not follow from the rest`, file);
  }
  return certificate;
}

function refusal(code: string, message: string, file: string): UserError {
  return new UserError({ code, message, file, fix: `Make it again: qt certify ${basename(join(file, '..'))}` });
}
