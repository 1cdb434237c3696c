// Where the secrets of a connection come from: the environment first, then the credential store of the system.

import { UserError } from '../user-error.ts';
import { type OpenedStore, openCredentialStore } from './credential-store.ts';
import { Secret } from './secret.ts';
import { SECRET_TITLES, SECRET_VARIABLES, type SecretName } from './secret-names.ts';

export interface SecretSource {
  /** Undefined where no place has it. UserError `credential-store-unavailable`. */
  find(name: SecretName): Promise<Secret | undefined>;
  /** UserError `secret-missing` says how to give it. */
  need(name: SecretName): Promise<Secret>;
}

export interface SecretPlaces {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly openStore?: () => Promise<OpenedStore>;
}

/** The store is opened at the first question that the environment does not answer. */
export function secretSource(places: SecretPlaces = {}): SecretSource {
  return new PlacedSecrets(places.environment ?? process.env, places.openStore ?? openCredentialStore);
}

/**
 * Takes the secrets out of the environment, so that no process started from here inherits them and no crash dump lists them.
 * The source keeps them.
 */
export function takeFromEnvironment(environment: NodeJS.ProcessEnv = process.env): SecretSource {
  const taken: Record<string, string | undefined> = {};
  for (const variable of Object.values(SECRET_VARIABLES)) {
    taken[variable] = environment[variable];
    delete environment[variable];
  }
  for (const value of Object.values(taken)) if (value !== undefined) new Secret(value);
  return secretSource({ environment: taken });
}

class PlacedSecrets implements SecretSource {
  // hidden from everything that prints objects
  readonly #environment: Readonly<Record<string, string | undefined>>;
  private readonly openStore: () => Promise<OpenedStore>;
  private opened: Promise<OpenedStore> | undefined = undefined;

  constructor(environment: Readonly<Record<string, string | undefined>>, openStore: () => Promise<OpenedStore>) {
    this.#environment = environment;
    this.openStore = openStore;
  }

  async find(name: SecretName): Promise<Secret | undefined> {
    const given = this.#environment[SECRET_VARIABLES[name]];
    if (given !== undefined && given !== '') return new Secret(given);
    this.opened ??= this.openStore();
    const opened = await this.opened;
    return opened.kind === 'store' ? opened.store.get(name) : undefined;
  }

  async need(name: SecretName): Promise<Secret> {
    const found = await this.find(name);
    if (found !== undefined) return found;
    const opened = await this.opened;
    const absent = opened?.kind === 'absent' ? `; there is no credential store: ${opened.reason}` : '';
    throw new UserError({
      code: 'secret-missing',
      message: `The ${SECRET_TITLES[name]} is not known${absent}`,
      field: name,
      fix:
        opened?.kind === 'absent'
          ? `Set the environment variable ${SECRET_VARIABLES[name]}`
          : `Store it with: qt secrets set ${name}; or set the environment variable ${SECRET_VARIABLES[name]}`,
    });
  }

  toJSON(): string {
    return '[secrets]';
  }
}
