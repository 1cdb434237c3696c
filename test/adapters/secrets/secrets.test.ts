// Secrets put into every kind of text; none of them is found there again.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type KeyringModule, openCredentialStore } from '../../../src/adapters/secrets/credential-store.ts';
import { redact } from '../../../src/adapters/secrets/redact.ts';
import { HIDDEN, Secret } from '../../../src/adapters/secrets/secret.ts';
import { secretSource, takeFromEnvironment } from '../../../src/adapters/secrets/secret-source.ts';
import { UserError } from '../../../src/adapters/user-error.ts';
import { presentSecrets, setSecret } from '../../../src/cli/secrets.ts';

const VALUE = 'k3y"with\\odd §igns/+&';

/** A keyring in memory. */
function keyring(entries = new Map<string, string>()): () => Promise<KeyringModule> {
  class AsyncEntry {
    private readonly key: string;
    constructor(service: string, username: string) {
      this.key = `${service}/${username}`;
    }
    async setPassword(password: string): Promise<void> {
      entries.set(this.key, password);
    }
    async getPassword(): Promise<string | null> {
      return entries.get(this.key) ?? null;
    }
    async deletePassword(): Promise<boolean> {
      return entries.delete(this.key);
    }
  }
  return async () => ({ AsyncEntry });
}

const noStore = async () => ({ kind: 'absent', reason: 'a test' }) as const;

describe('a secret', () => {
  const secret = new Secret(VALUE);

  it('is not shown by anything that prints', () => {
    const shown = [
      `${secret}`,
      String(secret),
      `${secret as unknown as string}`,
      JSON.stringify({ secret, list: [secret] }),
      inspect(secret),
      inspect({ deep: { secret } }, { depth: 10, showHidden: true }),
      new Error(`wrong ${secret}`).stack!,
      Object.entries(secret).join(),
    ];
    for (const text of shown) expect(text).not.toContain(VALUE.slice(0, 4));
    expect(shown[0]).toBe(HIDDEN);
    expect(secret.reveal()).toBe(VALUE);
    expect(() => structuredClone({ secret }).secret.reveal()).toThrow();
  });

  it('is taken out of texts in the forms in which texts travel', () => {
    const forms = [
      VALUE,
      JSON.stringify(VALUE),
      encodeURIComponent(VALUE),
      Buffer.from(VALUE).toString('base64'),
      Buffer.from(VALUE, 'utf16le').toString('hex'),
    ];
    for (const form of forms) {
      const told = redact(`before ${form} after`);
      expect(told).not.toContain(form);
      expect(told).toContain(HIDDEN);
      expect(told).toMatch(/^before .* after$/);
    }
  });

  it('leaves no rest where one secret contains another', () => {
    new Secret('inner-part');
    new Secret('the-inner-part-of-it');
    expect(redact('<the-inner-part-of-it>')).toBe(`<${HIDDEN}>`);
  });
});

describe('a source of secrets', () => {
  it('asks the environment first, then the store', async () => {
    const openStore = () =>
      openCredentialStore(
        keyring(
          new Map([
            ['quantumtrader/user', 'stored user'],
            ['quantumtrader/password', 'stored password'],
          ]),
        ),
      );
    const source = secretSource({ environment: { QT_PROFIT_USER: 'given user', QT_PROFIT_PASSWORD: '' }, openStore });
    expect((await source.need('user')).reveal()).toBe('given user');
    expect((await source.need('password')).reveal()).toBe('stored password');
    expect(await source.find('routingPassword')).toBeUndefined();
  });

  it('says how to give a secret that is missing, by the places there are', async () => {
    const withStore = secretSource({ environment: {}, openStore: () => openCredentialStore(keyring()) });
    await expect(withStore.need('user')).rejects.toMatchObject({
      code: 'secret-missing',
      field: 'user',
      fix: expect.stringContaining('qt secrets set user'),
    });
    const without = secretSource({ environment: {}, openStore: noStore });
    await expect(without.need('activationKey')).rejects.toMatchObject({
      fix: 'Set the environment variable QT_PROFIT_ACTIVATION_KEY',
    });
  });

  it('can take the secrets out of the environment, so that children inherit none', async () => {
    const environment: NodeJS.ProcessEnv = { QT_PROFIT_USER: 'taken user', OTHER: 'kept' };
    const source = takeFromEnvironment(environment);
    expect(environment).toEqual({ OTHER: 'kept' });
    expect((await source.need('user')).reveal()).toBe('taken user');
    expect(redact('login of taken user failed')).toBe(`login of ${HIDDEN} failed`);
    expect(JSON.stringify(source)).not.toContain('taken user');
    expect(inspect(source, { depth: 9, showHidden: true })).not.toContain('taken user');
  });
});

describe('the credential store', () => {
  it('stores, lists names only and removes', async () => {
    const opened = await openCredentialStore(keyring());
    if (opened.kind !== 'store') throw new Error(opened.reason);
    await setSecret('password', opened.store, async () => '  pass word \n');
    expect((await opened.store.get('password'))?.reveal()).toBe('pass word');
    expect(await presentSecrets(opened, { QT_PROFIT_USER: 'me' })).toEqual({
      stored: ['password'],
      environment: ['user'],
      reason: undefined,
    });
    expect(await opened.store.remove('password')).toBe(true);
    expect(await opened.store.remove('password')).toBe(false);
  });

  it('refuses an empty answer', async () => {
    const opened = await openCredentialStore(keyring());
    if (opened.kind !== 'store') throw new Error(opened.reason);
    await expect(setSecret('user', opened.store, async () => ' ')).rejects.toBeInstanceOf(UserError);
  });

  it('is absent, with the reason, where the package cannot be loaded', async () => {
    const opened = await openCredentialStore(async () => {
      throw new Error('Cannot find package\n at somewhere');
    });
    expect(opened).toEqual({
      kind: 'absent',
      reason: 'the package @napi-rs/keyring cannot be loaded here: Cannot find package',
    });
  });

  it('tells a failure of the system without the secret that was to be stored', async () => {
    class AsyncEntry {
      async setPassword(password: string): Promise<void> {
        throw new Error(`cannot store ${password}: locked`);
      }
      async getPassword(): Promise<null> {
        return null;
      }
      async deletePassword(): Promise<boolean> {
        return false;
      }
    }
    const opened = await openCredentialStore(async () => ({ AsyncEntry }));
    if (opened.kind !== 'store') throw new Error(opened.reason);
    const failed = await opened.store.set('user', new Secret('never-told-user')).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'credential-store-unavailable' });
    expect(inspect(failed, { depth: 9 })).not.toContain('never-told-user');
  });
});
