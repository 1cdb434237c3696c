// The bytes of release.json and a key in, the text of release.sig out; and such a text back to whether it holds.

import { type KeyObject, sign, verify } from 'node:crypto';
import type { SigningKey, TrustedKey } from './keys.ts';
import { releaseError } from './release-error.ts';

// Fixed length and lower-case hex only, so that no two texts mean the same signature.
const SIGNATURE = /^ed25519 ([0-9a-f]{64}) ([0-9a-f]{128})\n$/;

export const SIGNATURE_BYTES = 'ed25519 '.length + 64 + 1 + 128 + 1;

/** `ed25519 <fingerprint of the key> <signature in hex>` and a line feed. Ed25519 gives the same for the same bytes. */
export function signatureText(bytes: Uint8Array, key: SigningKey): string {
  const signature = sign(null, bytes, key.privateKey).toString('hex');
  return `ed25519 ${key.fingerprint} ${signature}\n`;
}

/**
 * The trusted key that signed `bytes`. Throws UserError `release-bad-signature` or `release-unknown-key`.
 * `file` is used in messages only.
 */
export function signerOf(
  bytes: Uint8Array,
  signatureFileText: string,
  trustedKeys: readonly TrustedKey[],
  file: string,
): TrustedKey {
  const parts = SIGNATURE.exec(signatureFileText);
  if (parts === null)
    throw releaseError('release-bad-signature', `${file} is not a signature of this program`, { file });
  const [, fingerprint, signature] = parts as unknown as [string, string, string];
  const key = trustedKeys.find((trusted) => trusted.fingerprint === fingerprint);
  if (key === undefined) {
    const known =
      trustedKeys.length === 0 ? 'no key is trusted here' : `${trustedKeys.length} other keys are trusted here`;
    throw releaseError('release-unknown-key', `${file} is signed with the key ${fingerprint}; ${known}`, {
      file,
      fix: `If you know who holds that key, copy ${fingerprint}.pub.pem to keys/trusted in the home folder`,
    });
  }
  if (!holds(bytes, Buffer.from(signature, 'hex'), key.publicKey)) {
    throw releaseError('release-bad-signature', `${file} does not fit release.json: one of the two was changed`, {
      file,
    });
  }
  return key;
}

function holds(bytes: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  try {
    return verify(null, bytes, key, signature);
  } catch {
    return false;
  }
}
