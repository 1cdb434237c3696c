// The private key in the credential store: made there, moved there, read from there, and never on disk or in what is printed.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type KeyringModule,
  type OpenedStore,
  openCredentialStore,
} from '../../../src/adapters/secrets/credential-store.ts';
import { openSigningKey, readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { initSigningKey, signingKey } from '../../../src/promotion/release/signing-key.ts';
import { revokeKey } from '../../../src/promotion/release/trust.ts';
import { asyncRefusalOf, refusalOf } from '../support/sample-release.ts';

let home: string;
let entries: Map<string, string>;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'stored-key-'));
  entries = new Map();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** What the package of the system does, in memory; `fault` is what it throws. */
const keyring = (fault?: string) => (): Promise<OpenedStore> => {
  class AsyncEntry {
    private readonly name: string;
    constructor(service: string, username: string) {
      this.name = `${service}/${username}`;
    }
    async setPassword(password: string): Promise<void> {
      if (fault !== undefined) throw new Error(fault);
      entries.set(this.name, password);
    }
    async getPassword(): Promise<string | undefined> {
      if (fault !== undefined) throw new Error(fault);
      return entries.get(this.name);
    }
    async deletePassword(): Promise<boolean> {
      return entries.delete(this.name);
    }
  }
  return openCredentialStore(async (): Promise<KeyringModule> => ({ AsyncEntry }));
};
const absent = (): Promise<OpenedStore> => openCredentialStore(() => Promise.reject(new Error('no such package')));
const filesOf = (): readonly string[] =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('a key in the credential store', () => {
  it('is made there, signs the same ever after, and leaves no private key on disk', async () => {
    const made = await initSigningKey(home, { place: 'store' }, keyring());
    expect(made).toMatchObject({ place: 'store', isNew: true, storeAbsent: undefined });
    const { key } = await signingKey(home, keyring());
    expect(key.fingerprint).toBe(made.fingerprint);
    expect([...entries.keys()]).toEqual([`quantumtrader/signingKey:${made.fingerprint}`]);
    for (const file of filesOf()) expect(readFileSync(file, 'utf8')).not.toContain('PRIVATE');
    const secret = [...entries.values()][0]!.split('\n')[1]!;
    expect(inspect({ made, key }, { depth: 10, showHidden: true })).not.toContain(secret);
    expect(readTrustedKeys(home).map(({ fingerprint }) => fingerprint)).toEqual([made.fingerprint]);
    expect(await initSigningKey(home, { place: 'store' }, keyring())).toMatchObject({ ...made, isNew: false });
  });

  it('is not asked for by what knows files only, and never made a second time behind it', async () => {
    await initSigningKey(home, { place: 'store' }, keyring());
    expect(refusalOf(() => openSigningKey(home)).code).toBe('key-in-store');
    expect(existsSync(join(home, 'keys', 'signing.key.pem'))).toBe(false);
  });

  it('is a file that is moved in, with the same fingerprint; the file is gone only then', async () => {
    const file = join(home, 'keys', 'signing.key.pem');
    const { key } = openSigningKey(home);
    const failed = await asyncRefusalOf(() =>
      initSigningKey(home, { place: 'store', moves: true }, keyring('the keyring is locked')),
    );
    expect(failed.code).toBe('credential-store-unavailable');
    expect((await signingKey(home, absent)).key.fingerprint).toBe(key.fingerprint);
    const moved = await initSigningKey(home, { place: 'store', moves: true }, keyring());
    expect(moved).toMatchObject({ fingerprint: key.fingerprint, isMoved: true, isNew: false });
    expect(existsSync(file)).toBe(false);
    expect((await signingKey(home, keyring())).key.fingerprint).toBe(key.fingerprint);
  });

  it('is a file where there is no store, and says why', async () => {
    const made = await initSigningKey(home, { place: 'store' }, absent);
    expect(made).toMatchObject({ place: 'file', isNew: true, storeAbsent: expect.stringContaining('no such package') });
    expect(readTrustedKeys(home)).toHaveLength(1);
    rmSync(home, { recursive: true });
    const locked = await initSigningKey(home, { place: 'store' }, keyring('no D-Bus here'));
    expect(locked).toMatchObject({ place: 'file', storeAbsent: expect.stringContaining('no D-Bus here') });
    expect(readTrustedKeys(home)).toHaveLength(1);
  });

  it('that the store has lost, or holds another in place of, is named; nothing is made silently', async () => {
    const { fingerprint } = await initSigningKey(home, { place: 'store' }, keyring());
    const name = `quantumtrader/signingKey:${fingerprint}`;
    const other = mkdtempSync(join(tmpdir(), 'other-key-'));
    openSigningKey(other);
    entries.set(name, readFileSync(join(other, 'keys', 'signing.key.pem'), 'utf8'));
    rmSync(other, { recursive: true });
    expect((await asyncRefusalOf(() => signingKey(home, keyring()))).code).toBe('key-missing');
    entries.clear();
    expect((await asyncRefusalOf(() => signingKey(home, keyring()))).code).toBe('key-missing');
    expect((await asyncRefusalOf(() => initSigningKey(home, { place: 'store' }, keyring()))).code).toBe('key-missing');
  });

  it('that was revoked signs no more; the next takes its place in the store', async () => {
    const { fingerprint } = await initSigningKey(home, { place: 'store' }, keyring());
    revokeKey({ home, fingerprint, at: '2027-03-01T12:00:00Z', by: 'ana', reason: 'stolen' });
    expect((await asyncRefusalOf(() => signingKey(home, keyring()))).code).toBe('key-revoked');
    const next = await initSigningKey(home, { place: 'store' }, keyring());
    expect(next.isNew).toBe(true);
    expect([...entries.keys()]).toEqual([`quantumtrader/signingKey:${next.fingerprint}`]);
  });
});
