// A home and the credential store of the system in; the key that signs its releases, from the store or its file, out, and made or moved.

import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { removeDurably } from '../../adapters/durable-file.ts';
import {
  type CredentialStore,
  type OpenedStore,
  openCredentialStore,
} from '../../adapters/secrets/credential-store.ts';
import { Secret } from '../../adapters/secrets/secret.ts';
import { UserError } from '../../adapters/user-error.ts';
import {
  type OpenedSigningKey,
  openSigningKey,
  parseSigningKey,
  privatePem,
  type SigningKey,
  signingKeyFile,
  trustNewKey,
  unrevoked,
} from './keys.ts';
import { releaseError } from './release-error.ts';
import { readRevocations } from './revocations.ts';
import { removeStoredMark, storedFingerprint, writeStoredMark } from './stored-key-mark.ts';

type OpenStore = () => Promise<OpenedStore>;

export interface InitOptions {
  /** `store`: the credential store, a file where there is none; `file`: always a file. */
  readonly place: 'store' | 'file';
  /** A key that lies in a file goes into the store. */
  readonly moves?: boolean | undefined;
}

export interface InitialisedKey {
  readonly fingerprint: string;
  readonly place: 'store' | 'file';
  readonly isNew: boolean;
  /** A file went into the store with this call. */
  readonly isMoved: boolean;
  /** Why the store was not used though it was wanted. */
  readonly storeAbsent: string | undefined;
}

/**
 * The key that signs for this home. Without one, a file is made as by `openSigningKey`. Throws its UserErrors, `key-missing` where the store has
 * lost it, and `credential-store-unavailable`.
 */
export async function signingKey(home: string, openStore: OpenStore = openCredentialStore): Promise<OpenedSigningKey> {
  const fingerprint = storedFingerprint(home);
  if (fingerprint === undefined || existsSync(signingKeyFile(home))) return openSigningKey(home);
  return { key: unrevoked(home, await storedKey(fingerprint, openStore)), notice: undefined };
}

/** Makes the key of a home that has none or whose key was revoked, and moves one where asked. What is there and good stays. */
export async function initSigningKey(
  home: string,
  { place, moves }: InitOptions,
  openStore: OpenStore = openCredentialStore,
): Promise<InitialisedKey> {
  await dropRevoked(home, openStore);
  const stored = storedFingerprint(home);
  const hasFile = existsSync(signingKeyFile(home));
  const kept = { isNew: false, isMoved: false, storeAbsent: undefined };
  if (hasFile && moves === true) return moved(home, openStore);
  if (hasFile) return { ...kept, fingerprint: openSigningKey(home).key.fingerprint, place: 'file' };
  if (stored !== undefined)
    return { ...kept, fingerprint: (await storedKey(stored, openStore)).fingerprint, place: 'store' };
  let storeAbsent: string | undefined;
  if (place === 'store') {
    const { privateKey } = generateKeyPairSync('ed25519');
    try {
      const key = parseSigningKey(privatePem(privateKey), 'a new key');
      await keep(home, key, openStore);
      return { fingerprint: key.fingerprint, place: 'store', isNew: true, isMoved: false, storeAbsent };
    } catch (error) {
      if (!isAbsent(error)) throw error;
      storeAbsent = error.message;
    }
  }
  const { key } = openSigningKey(home);
  return { fingerprint: key.fingerprint, place: 'file', isNew: true, isMoved: false, storeAbsent };
}

async function moved(home: string, openStore: OpenStore): Promise<InitialisedKey> {
  const { key } = openSigningKey(home);
  await keep(home, key, openStore);
  // only now: the store was read back and the mark is durable
  removeDurably(signingKeyFile(home));
  return { fingerprint: key.fingerprint, place: 'store', isNew: false, isMoved: true, storeAbsent: undefined };
}

/** In the store, read back and equal, then trusted and marked. */
async function keep(home: string, key: SigningKey, openStore: OpenStore): Promise<void> {
  const store = await opened(openStore);
  await store.set(`signingKey:${key.fingerprint}`, new Secret(privatePem(key.privateKey)));
  await storedKey(key.fingerprint, openStore);
  trustNewKey(home, key.publicKey);
  writeStoredMark(home, key.fingerprint);
}

async function storedKey(fingerprint: string, openStore: OpenStore): Promise<SigningKey> {
  const secret = await (await opened(openStore)).get(`signingKey:${fingerprint}`);
  const place = 'the credential store of the system';
  const key = secret === undefined ? undefined : parseSigningKey(secret.reveal(), place);
  if (key?.fingerprint === fingerprint) return key;
  throw releaseError('key-missing', `The key ${fingerprint} that this home signs with is not in ${place}`, {
    fix: 'Revoke it (qt keys revoke) and make another with: qt keys init; machines that run its releases must trust the new one',
  });
}

/** A revoked key signs nothing any more, so nothing is lost with it. */
async function dropRevoked(home: string, openStore: OpenStore): Promise<void> {
  const revocations = readRevocations(home);
  const stored = storedFingerprint(home);
  if (stored !== undefined && revocations.has(stored)) {
    const store = await openStore();
    if (store.kind === 'store') await store.store.remove(`signingKey:${stored}`);
    removeStoredMark(home);
  }
  if (!existsSync(signingKeyFile(home))) return;
  try {
    openSigningKey(home);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'key-revoked') throw error;
    removeDurably(signingKeyFile(home));
  }
}

async function opened(openStore: OpenStore): Promise<CredentialStore> {
  const store = await openStore();
  if (store.kind === 'store') return store.store;
  throw new UserError({
    code: 'credential-store-unavailable',
    message: `There is no credential store: ${store.reason}`,
    fix: 'Keep the key in a file: qt keys init --file',
  });
}

function isAbsent(error: unknown): error is UserError {
  return error instanceof UserError && error.code === 'credential-store-unavailable';
}
