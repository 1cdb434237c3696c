// A release and the key of a second person in; the release with one more signature, its id and every other byte the same, out.

import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../../adapters/durable-file.ts';
import type { SigningKey, TrustedKey } from './keys.ts';
import { MANIFEST_FILE, SIGNATURE_FILE } from './release-manifest.ts';
import { joinedSignatures, signatureText, signersOf } from './signature.ts';
import { type Expected, type VerifiedRelease, verifyRelease } from './verify-release.ts';

export interface CoSigned extends VerifiedRelease {
  /** False when this key had signed it before. */
  readonly isNew: boolean;
}

const READ_ONLY = 0o444;

/** Verifies first: nobody signs what is damaged, or signed by a key that is not trusted here. Throws the errors of `verifyRelease`. */
export function coSign(
  dir: string,
  key: SigningKey,
  trustedKeys: readonly TrustedKey[],
  expected: Expected = {},
): CoSigned {
  const release = verifyRelease(dir, trustedKeys, expected);
  if (release.signedBy.includes(key.fingerprint)) return { ...release, isNew: false };
  const bytes = readFileSync(join(release.dir, MANIFEST_FILE));
  const file = join(release.dir, SIGNATURE_FILE);
  const text = joinedSignatures(readFileSync(file, 'latin1'), signatureText(bytes, key));
  signersOf(bytes, text, [...trustedKeys.filter((each) => each.fingerprint !== key.fingerprint), key], file);
  replaceSignatures(file, text);
  return { ...release, signedBy: [...release.signedBy, key.fingerprint].sort(), isNew: true };
}

/** By one rename, read-only like every file of a release. */
export function replaceSignatures(file: string, text: string): void {
  replaceDurably(file, text);
  chmodSync(file, READ_ONLY);
}
