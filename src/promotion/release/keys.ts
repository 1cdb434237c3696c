// The keys folder of a home in; the key that signs releases, made on first use, and the keys that are trusted, out.

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { messageOf, releaseError } from './release-error.ts';
import { type Revocation, readRevocations } from './revocations.ts';
import { storedFingerprint } from './stored-key-mark.ts';

export interface TrustedKey {
  /** sha256 in hex over the public key as SPKI DER. */
  readonly fingerprint: string;
  readonly publicKey: KeyObject;
  readonly file: string;
  /** What it signed is refused, whenever it was signed; undefined for a key that is trusted. */
  readonly revoked?: Revocation | undefined;
}

export interface SigningKey extends TrustedKey {
  readonly privateKey: KeyObject;
}

export interface OpenedSigningKey {
  readonly key: SigningKey;
  /** For the user, when the key was made just now. */
  readonly notice: string | undefined;
}

const PRIVATE_FILE = 'signing.key.pem';
const KEYS_MAX = 100;

function keysFolder(home: string): string {
  return join(home, 'keys');
}

function trustedFolder(home: string): string {
  return join(keysFolder(home), 'trusted');
}

export function signingKeyFile(home: string): string {
  return join(keysFolder(home), PRIVATE_FILE);
}

export function publicKeyFile(home: string, fingerprint: string): string {
  return join(keysFolder(home), `${fingerprint}.pub.pem`);
}

export function trustedKeyFile(home: string, fingerprint: string): string {
  return join(trustedFolder(home), `${fingerprint}.pub.pem`);
}

/**
 * The private key of this home in its file: PKCS8 PEM without passphrase, readable by its owner only. The first use makes it and trusts
 * it here. Throws UserError `key-invalid`, `key-exposed` when others may read it, `key-revoked`, and `key-in-store` where the key is kept in the
 * credential store: `signingKey` finds it in both places.
 */
export function openSigningKey(home: string): OpenedSigningKey {
  const file = signingKeyFile(home);
  if (existsSync(file)) return { key: unrevoked(home, readSigningKey(file)), notice: undefined };
  const stored = storedFingerprint(home);
  if (stored !== undefined) {
    throw releaseError('key-in-store', `The key ${stored} of this home is in the credential store of the system`, {
      file: keysFolder(home),
      fix: 'Ask for it where the store can be opened, or make another with: qt keys init --file',
    });
  }
  const pair = generateKeyPairSync('ed25519');
  trustNewKey(home, pair.publicKey);
  if (!writeNew(file, privatePem(pair.privateKey), 0o600)) return openSigningKey(home);
  const key = readSigningKey(file);
  const notice =
    `A new key to sign releases was made: ${file}. Keep it secret and keep a copy. ` +
    `On another machine that runs these releases, put ${key.fingerprint}.pub.pem into keys/trusted.`;
  return { key, notice };
}

/** The public half into `keys/` and `keys/trusted/`. Gives its fingerprint. */
export function trustNewKey(home: string, publicKey: KeyObject): string {
  mkdirSync(trustedFolder(home), { recursive: true, mode: 0o700 });
  const fingerprint = fingerprintOf(publicKey);
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
  writeNew(publicKeyFile(home, fingerprint), publicPem, 0o644);
  writeNew(trustedKeyFile(home, fingerprint), publicPem, 0o644);
  return fingerprint;
}

/** The key itself when it is not revoked in this home. Throws UserError `key-revoked`. */
export function unrevoked(home: string, key: SigningKey): SigningKey {
  const revoked = readRevocations(home).get(key.fingerprint);
  if (revoked === undefined) return key;
  throw releaseError('key-revoked', `The key ${key.fingerprint} was revoked ${revoked.at}: ${revoked.reason}`, {
    file: key.file,
    fix: 'Make a new one with: qt keys init; then have the machines that run its releases trust it',
  });
}

export function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A key from a text that may come from the credential store; `place` names it in messages. Throws UserError `key-invalid`. */
export function parseSigningKey(pem: string, place: string): SigningKey {
  const privateKey = parsed(() => createPrivateKey(pem), place, 'private');
  const publicKey = createPublicKey(privateKey);
  return { fingerprint: fingerprintOf(publicKey), privateKey, publicKey, file: place };
}

/**
 * The keys in `keys/trusted/*.pem`; none when the folder is absent. Those that were revoked come with their revocation, also where their
 * file is gone from there, so that what they signed is refused by that name. Throws UserError `key-invalid` or `key-exposed`.
 */
export function readTrustedKeys(home: string): readonly TrustedKey[] {
  const revocations = readRevocations(home);
  const keys = trustedFiles(home).map((file): TrustedKey => {
    const key = readPublicKey(file);
    return { ...key, revoked: revocations.get(key.fingerprint) };
  });
  const present = new Set(keys.map(({ fingerprint }) => fingerprint));
  const gone = [...revocations.values()].filter(({ fingerprint }) => !present.has(fingerprint));
  return [...keys, ...gone.flatMap((revoked) => revokedKey(home, revoked))];
}

function revokedKey(home: string, revoked: Revocation): readonly TrustedKey[] {
  if (revoked.publicKey === null) return [];
  const file = trustedKeyFile(home, revoked.fingerprint);
  const publicKey = parsed(() => createPublicKey(revoked.publicKey!), file, 'public');
  return [{ fingerprint: revoked.fingerprint, publicKey, file, revoked }];
}

function trustedFiles(home: string): readonly string[] {
  const folder = trustedFolder(home);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.pem'));
  if (names.length > KEYS_MAX) {
    throw releaseError('key-invalid', `${folder} holds ${names.length} keys; ${KEYS_MAX} are allowed`, {
      file: folder,
      fix: 'Remove the keys that no longer sign releases',
    });
  }
  return names.sort().map((name) => join(folder, name));
}

export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** Throws UserError `key-invalid`, or `key-exposed` for a private key. */
export function readPublicKey(file: string): TrustedKey {
  const pem = readFileSync(file, 'utf8');
  if (pem.includes('PRIVATE KEY')) {
    throw releaseError('key-exposed', `${file} is a private key, and here lie public ones`, {
      file,
      fix: 'Remove it from here; make a new key if others may have seen it',
    });
  }
  const publicKey = parsed(() => createPublicKey(pem), file, 'public');
  return { fingerprint: fingerprintOf(publicKey), publicKey, file };
}

function readSigningKey(file: string): SigningKey {
  // Windows has no such bits; there the folder of the user protects the file.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw releaseError('key-exposed', `${file} can be read by others on this machine`, {
      file,
      fix: `Run: chmod 600 ${file}`,
    });
  }
  return parseSigningKey(readFileSync(file, 'utf8'), file);
}

/** The error never carries text of the file: it could be a part of the key. */
function parsed(read: () => KeyObject, file: string, which: 'public' | 'private'): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw notEd25519(file, which);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw notEd25519(file, which);
  return key;
}

function notEd25519(file: string, which: 'public' | 'private'): Error {
  return releaseError('key-invalid', `${file} is not an Ed25519 ${which} key in PEM without passphrase`, {
    file,
    fix:
      which === 'public'
        ? 'Copy the .pub.pem file again'
        : 'Restore it from your copy, or move it away to get a new key',
  });
}

/** Returns false when the file is there already. */
export function writeNew(file: string, text: string | Buffer, mode: number): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw releaseError('key-invalid', `${file} cannot be written: ${messageOf(error)}`, {
      file,
      fix: 'Check the rights of the keys folder',
    });
  }
  try {
    writeSync(descriptor, text.toString());
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  chmodSync(file, mode);
  return true;
}
