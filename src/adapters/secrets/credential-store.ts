// The operating system's credential store (Keychain, Credential Manager, Secret Service) as a store of our secrets.

import { UserError } from '../user-error.ts';
import { redact } from './redact.ts';
import { Secret } from './secret.ts';
import { SECRET_NAMES, SECRET_VARIABLES, type SecretName } from './secret-names.ts';

/** Our entries stand under this name. */
const CREDENTIAL_SERVICE = 'quantumtrader';

/** What we use of @napi-rs/keyring. */
export interface KeyringModule {
  readonly AsyncEntry: new (
    service: string,
    username: string,
  ) => {
    setPassword(password: string): Promise<void>;
    getPassword(): Promise<string | null | undefined>;
    deletePassword(): Promise<boolean>;
  };
}

/** A secret of the program, or the private key of a home by its fingerprint. */
type EntryName = SecretName | `signingKey:${string}`;

export interface CredentialStore {
  get(name: EntryName): Promise<Secret | undefined>;
  set(name: EntryName, value: Secret): Promise<void>;
  /** False where there was none. */
  remove(name: EntryName): Promise<boolean>;
  /** Names only, in the order of SECRET_NAMES. */
  list(): Promise<readonly SecretName[]>;
}

/** A machine without a credential store (a server, a container) is nothing wrong as long as the environment has the secrets. */
export type OpenedStore =
  | { readonly kind: 'store'; readonly store: CredentialStore }
  | { readonly kind: 'absent'; readonly reason: string };

/** The package is optional: its name is no literal, so that a system without it still compiles and runs. */
const KEYRING: string = '@napi-rs/keyring';

/** `load` is for tests. Nothing of the store is read before it is asked for. */
export async function openCredentialStore(
  load: () => Promise<KeyringModule> = () => import(KEYRING) as Promise<KeyringModule>,
): Promise<OpenedStore> {
  try {
    return { kind: 'store', store: new KeyringStore(await load()) };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    return { kind: 'absent', reason: `the package ${KEYRING} cannot be loaded here: ${why}` };
  }
}

class KeyringStore implements CredentialStore {
  private readonly keyring: KeyringModule;

  constructor(keyring: KeyringModule) {
    this.keyring = keyring;
  }

  async get(name: EntryName): Promise<Secret | undefined> {
    const value = await this.ask('read', name, (entry) => entry.getPassword());
    return value === null || value === undefined ? undefined : new Secret(value);
  }

  async set(name: EntryName, value: Secret): Promise<void> {
    await this.ask('write', name, (entry) => entry.setPassword(value.reveal()));
  }

  async remove(name: EntryName): Promise<boolean> {
    return this.ask('remove', name, (entry) => entry.deletePassword());
  }

  async list(): Promise<readonly SecretName[]> {
    const found: SecretName[] = [];
    for (const name of SECRET_NAMES) if ((await this.get(name)) !== undefined) found.push(name);
    return found;
  }

  private async ask<T>(
    what: string,
    name: EntryName,
    act: (entry: InstanceType<KeyringModule['AsyncEntry']>) => Promise<T>,
  ): Promise<T> {
    try {
      return await act(new this.keyring.AsyncEntry(CREDENTIAL_SERVICE, name));
    } catch (error) {
      // the cause is left out: nobody knows what the system puts into its messages
      throw storeError(`Cannot ${what} ${name}`, redact(error instanceof Error ? error.message : String(error)));
    }
  }
}

export function storeError(what: string, why: string): UserError {
  return new UserError({
    code: 'credential-store-unavailable',
    message: `${what} in the credential store of the system: ${why}`,
    fix:
      'Unlock or install it (Windows: Credential Manager; macOS: Keychain; Linux: a Secret Service such as gnome-keyring), ' +
      `or give the secrets in the environment: ${Object.values(SECRET_VARIABLES).join(', ')}`,
  });
}
