// The bytes of release.json and keys in, the text of release.sig out; and such a text back to the keys that signed.

import { type KeyObject, sign, verify } from 'node:crypto';
import type { SigningKey, TrustedKey } from './keys.ts';
import { releaseError } from './release-error.ts';

// Fixed length and lower-case hex only, so that no two texts mean the same signature.
const SIGNATURE = /^ed25519 ([0-9a-f]{64}) ([0-9a-f]{128})\n$/;

const SIGNATURES_MAX = 8;
const SIGNATURE_BYTES = 'ed25519 '.length + 64 + 1 + 128 + 1;
export const SIGNATURES_BYTES_MAX = SIGNATURES_MAX * SIGNATURE_BYTES;

/** `ed25519 <fingerprint of the key> <signature in hex>` and a line feed. Ed25519 gives the same for the same bytes. */
export function signatureText(bytes: Uint8Array, key: SigningKey): string {
  const signature = sign(null, bytes, key.privateKey).toString('hex');
  return `ed25519 ${key.fingerprint} ${signature}\n`;
}

/**
 * The trusted keys that signed `bytes`: one line each, ascending by fingerprint, none twice. Every line must hold and be of a trusted key that is not
 * revoked, so that no byte of the text can be changed unseen. Throws UserError `release-bad-signature`, `release-unknown-key`, `release-revoked-key`.
 * `file` is used in messages only.
 */
export function signersOf(
  bytes: Uint8Array,
  signatureFileText: string,
  trustedKeys: readonly TrustedKey[],
  file: string,
): readonly TrustedKey[] {
  const lines = signatureFileText.split(/(?<=\n)/);
  const signers = lines.slice(0, SIGNATURES_MAX).map((line) => lineSigner(bytes, line, trustedKeys, file));
  const isOrdered = signers.every((key, i) => i === 0 || signers[i - 1]!.fingerprint < key.fingerprint);
  if (!isOrdered || lines.length > SIGNATURES_MAX) {
    const why = isOrdered ? `more than ${SIGNATURES_MAX} signatures` : 'signatures twice or out of order';
    throw releaseError('release-bad-signature', `${file} has ${why}`, { file });
  }
  return signers;
}

/** The one trusted key that signed `bytes`; else the errors of `signersOf`. */
export function signerOf(
  bytes: Uint8Array,
  signatureFileText: string,
  trustedKeys: readonly TrustedKey[],
  file: string,
): TrustedKey {
  const [signer, another] = signersOf(bytes, signatureFileText, trustedKeys, file);
  if (signer !== undefined && another === undefined) return signer;
  throw releaseError('release-bad-signature', `${file} has more than one signature`, { file });
}

/** Two texts of signatures over the same bytes as one, each line once and in order; an empty text has none. */
export function joinedSignatures(a: string, b: string): string {
  return [...new Set([a, b].flatMap((text) => text.split(/(?<=\n)/)))].sort().join('');
}

/** Fingerprints that a text of signatures names; nothing is proved. */
export function namedSigners(signatureFileText: string): readonly string[] {
  return signatureFileText.split(/(?<=\n)/).flatMap((line) => SIGNATURE.exec(line)?.[1] ?? []);
}

function lineSigner(bytes: Uint8Array, line: string, trustedKeys: readonly TrustedKey[], file: string): TrustedKey {
  const parts = SIGNATURE.exec(line);
  if (parts === null)
    throw releaseError('release-bad-signature', `${file} is not a signature of this program`, { file });
  const [, fingerprint, signature] = parts as unknown as [string, string, string];
  const key = trustedKeys.find((trusted) => trusted.fingerprint === fingerprint);
  if (key === undefined) throw unknownKey(fingerprint, trustedKeys, file);
  if (key.revoked !== undefined) {
    const { at, reason } = key.revoked;
    throw releaseError(
      'release-revoked-key',
      `${file} is signed with the key ${fingerprint}, revoked ${at}: ${reason}`,
      {
        file,
        fix: 'Do not trade with it: promote again with a key that is trusted',
      },
    );
  }
  if (holds(bytes, Buffer.from(signature, 'hex'), key.publicKey)) return key;
  throw releaseError('release-bad-signature', `${file} does not fit what it signs: one of the two was changed`, {
    file,
  });
}

function unknownKey(fingerprint: string, trustedKeys: readonly TrustedKey[], file: string): Error {
  const known =
    trustedKeys.length === 0 ? 'no key is trusted here' : `${trustedKeys.length} other keys are trusted here`;
  return releaseError('release-unknown-key', `${file} is signed with the key ${fingerprint}; ${known}`, {
    file,
    fix: `If you know who holds that key, trust it here with: qt keys trust ${fingerprint}.pub.pem`,
  });
}

function holds(bytes: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  try {
    return verify(null, bytes, key, signature);
  } catch {
    return false;
  }
}
