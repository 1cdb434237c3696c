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

export interface TrustedKey {
  /** sha256 in hex over the public key as SPKI DER. */
  readonly fingerprint: string;
  readonly publicKey: KeyObject;
  readonly file: string;
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

/**
 * The private key of this home: PKCS8 PEM without passphrase, readable by its owner only. The first use makes it and trusts
 * it here. Throws UserError `key-invalid`, and `key-exposed` when others may read it.
 */
export function openSigningKey(home: string): OpenedSigningKey {
  const file = join(keysFolder(home), PRIVATE_FILE);
  if (existsSync(file)) return { key: readSigningKey(file), notice: undefined };
  mkdirSync(trustedFolder(home), { recursive: true, mode: 0o700 });
  const pair = generateKeyPairSync('ed25519');
  const fingerprint = fingerprintOf(pair.publicKey);
  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' });
  const publicFile = join(keysFolder(home), `${fingerprint}.pub.pem`);
  if (!writeNew(file, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600)) return openSigningKey(home);
  writeNew(publicFile, publicPem, 0o644);
  writeNew(join(trustedFolder(home), `${fingerprint}.pub.pem`), publicPem, 0o644);
  const notice =
    `A new key to sign releases was made: ${file}. Keep it secret and keep a copy. ` +
    `On another machine that runs these releases, put ${fingerprint}.pub.pem into keys/trusted.`;
  return { key: readSigningKey(file), notice };
}

/** The keys in `keys/trusted/*.pem`; none when the folder is absent. Throws UserError `key-invalid` or `key-exposed`. */
export function readTrustedKeys(home: string): readonly TrustedKey[] {
  const folder = trustedFolder(home);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.pem'));
  if (names.length > KEYS_MAX) {
    throw releaseError('key-invalid', `${folder} holds ${names.length} keys; ${KEYS_MAX} are allowed`, {
      file: folder,
      fix: 'Remove the keys that no longer sign releases',
    });
  }
  return names.sort().map((name) => readTrustedKey(join(folder, name)));
}

export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function readTrustedKey(file: string): TrustedKey {
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
  const privateKey = parsed(() => createPrivateKey(readFileSync(file, 'utf8')), file, 'private');
  const publicKey = createPublicKey(privateKey);
  return { fingerprint: fingerprintOf(publicKey), privateKey, publicKey, file };
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
function writeNew(file: string, text: string | Buffer, mode: number): boolean {
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
