// A public key or a fingerprint and a home in; the key trusted there, or revoked for ever, out.

import { existsSync } from 'node:fs';
import { removeDurably, replaceDurably } from '../../adapters/durable-file.ts';
import { publicKeyFile, readPublicKey, readTrustedKeys, type TrustedKey, trustedKeyFile } from './keys.ts';
import { releaseError } from './release-error.ts';
import { addRevocation, type Revocation, readRevocations } from './revocations.ts';

const FINGERPRINT = /^[0-9a-f]{8,64}$/;
const FINGERPRINT_LENGTH = 64;

export interface Trusted {
  readonly fingerprint: string;
  /** False when it was trusted before. */
  readonly isNew: boolean;
}

/**
 * Releases that this key signs are run in this home from now on. `expected` is what its holder said the fingerprint is. Throws UserError
 * `key-invalid`, `key-exposed`, `key-revoked`.
 */
export function trustKey(home: string, file: string, expected?: string): Trusted {
  if (!existsSync(file))
    throw releaseError('key-invalid', `There is no file ${file}`, { file, fix: 'Name a .pub.pem file' });
  const { fingerprint, publicKey } = readPublicKey(file);
  const revoked = readRevocations(home).get(fingerprint);
  if (revoked !== undefined) {
    throw releaseError('key-revoked', `${file}: the key ${fingerprint} was revoked ${revoked.at}: ${revoked.reason}`, {
      file,
      fix: 'Ask its holder for a new key: a revoked one is never trusted again',
    });
  }
  if (expected !== undefined && expected !== fingerprint) {
    throw releaseError('key-invalid', `${file} is the key ${fingerprint}, not ${expected}`, {
      file,
      field: 'fingerprint',
      fix: 'Ask its holder for the file and the fingerprint again, each on a way of its own',
    });
  }
  const target = trustedKeyFile(home, fingerprint);
  const isNew = !readTrustedKeys(home).some((key) => key.fingerprint === fingerprint);
  if (isNew) replaceDurably(target, publicKey.export({ type: 'spki', format: 'pem' }));
  return { fingerprint, isNew };
}

export interface RevokeKey {
  readonly home: string;
  /** In full, or 8 or more characters that begin the fingerprint of one key of this home. */
  readonly fingerprint: string;
  /** UTC in ISO 8601, and who revokes; for people. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * From now on everything that the key signed, before or after, is refused in this home, and its file is gone from `keys/trusted`. A key that was never
 * here can be revoked by its full fingerprint. Revoking again keeps the first reason. Throws UserError `key-missing`, `key-invalid`.
 */
export function revokeKey({ home, fingerprint, at, by, reason }: RevokeKey): Revocation {
  const trusted = readTrustedKeys(home);
  const full = fullFingerprint(fingerprint, trusted);
  const known = trusted.find((key) => key.fingerprint === full) ?? ownKey(home, full);
  const publicKey = known?.publicKey.export({ type: 'spki', format: 'pem' }).toString() ?? null;
  addRevocation(home, { fingerprint: full, at, by, reason, publicKey });
  // every file of it, whatever its name: the revocation is durable, so a crash between the two changes nothing
  for (const key of trusted) if (key.fingerprint === full && existsSync(key.file)) removeDurably(key.file);
  return readRevocations(home).get(full)!;
}

function fullFingerprint(given: string, trusted: readonly TrustedKey[]): string {
  if (!FINGERPRINT.test(given)) {
    throw releaseError('key-invalid', `${given} is no fingerprint`, {
      field: 'fingerprint',
      fix: 'Give 8 or more characters of it, as qt keys list shows them',
    });
  }
  if (given.length === FINGERPRINT_LENGTH) return given;
  const found = new Set(trusted.map((key) => key.fingerprint).filter((each) => each.startsWith(given)));
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  throw releaseError('key-missing', `${given} begins ${found.size} keys that are trusted here`, {
    field: 'fingerprint',
    fix: 'Give the whole fingerprint: 64 characters',
  });
}

/** The key of this home may have been taken out of the trusted ones. */
function ownKey(home: string, fingerprint: string): TrustedKey | undefined {
  const file = publicKeyFile(home, fingerprint);
  return existsSync(file) ? readPublicKey(file) : undefined;
}
