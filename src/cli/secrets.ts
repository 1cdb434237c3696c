// `qt secrets`: the keys and passwords of the connection, kept in the credential store of the system and never shown.

import type { Command } from 'commander';
import {
  type CredentialStore,
  type OpenedStore,
  openCredentialStore,
  storeError,
} from '../adapters/secrets/credential-store.ts';
import { SECRET_LENGTH_MIN, Secret } from '../adapters/secrets/secret.ts';
import {
  parseSecretName,
  SECRET_NAMES,
  SECRET_TITLES,
  SECRET_VARIABLES,
  type SecretName,
} from '../adapters/secrets/secret-names.ts';
import { UserError } from '../adapters/user-error.ts';
import { contextOf } from './context-of.ts';
import { askHidden } from './hidden-question.ts';

export function secretsCommand(program: Command): void {
  const secrets = program
    .command('secrets')
    .summary('keys and passwords of the connection, in the credential store of the system')
    .description(
      `Stored once, read by the host process, never printed. Names:\n${SECRET_NAMES.map(
        (name) => `  ${name.padEnd(16)} ${SECRET_TITLES[name]}; or ${SECRET_VARIABLES[name]} in the environment`,
      ).join('\n')}`,
    );
  secrets
    .command('set')
    .summary('store one; it is asked for without being shown')
    .argument('<name>', SECRET_NAMES.join(' | '))
    .addHelpText('after', '\nAnother program can give it on standard input.\n\nExample:\n  qt secrets set password')
    .action(async (given: string, _options: object, command: Command) => {
      const name = parseSecretName(given);
      await setSecret(name, await openedStore(), () => askHidden(`${SECRET_TITLES[name]} (not shown): `));
      contextOf(command).result({ set: name }, `${name} is stored`);
    });
  secrets
    .command('list')
    .summary('the names of those that are there')
    .action(async (_options: object, command: Command) => {
      const { stored, environment, reason } = await presentSecrets(await openCredentialStore(), process.env);
      const context = contextOf(command);
      if (reason !== undefined) context.say(`No credential store: ${reason}`);
      const lines = SECRET_NAMES.map((name) => `${name.padEnd(16)} ${placeOf(name, stored, environment)}`);
      context.result({ stored, environment, storeAbsent: reason ?? null }, lines.join('\n'));
    });
  secrets
    .command('remove')
    .summary('take one out of the credential store')
    .argument('<name>', SECRET_NAMES.join(' | '))
    .action(async (given: string, _options: object, command: Command) => {
      const name = parseSecretName(given);
      const removed = await (await openedStore()).remove(name);
      contextOf(command).result({ name, removed }, removed ? `${name} is removed` : `${name} was not stored`);
    });
}

/** `ask` gives the text; it is stored without the spaces around it. */
export async function setSecret(name: SecretName, store: CredentialStore, ask: () => Promise<string>): Promise<void> {
  const value = (await ask()).trim();
  if (value.length >= SECRET_LENGTH_MIN) {
    await store.set(name, new Secret(value));
    return;
  }
  throw new UserError({
    code: 'bad-option',
    message: value === '' ? `No ${name} was given` : `A ${name} has at least ${SECRET_LENGTH_MIN} characters`,
    field: name,
    fix: 'Type it at the question, or give it as the first line of standard input',
  });
}

export interface PresentSecrets {
  readonly stored: readonly SecretName[];
  readonly environment: readonly SecretName[];
  /** Why there is no store. */
  readonly reason: string | undefined;
}

export async function presentSecrets(
  opened: OpenedStore,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PresentSecrets> {
  return {
    stored: opened.kind === 'store' ? await opened.store.list() : [],
    environment: SECRET_NAMES.filter((name) => (environment[SECRET_VARIABLES[name]] ?? '') !== ''),
    reason: opened.kind === 'absent' ? opened.reason : undefined,
  };
}

function placeOf(name: SecretName, stored: readonly SecretName[], environment: readonly SecretName[]): string {
  // the environment is asked first
  if (environment.includes(name)) return `in the environment (${SECRET_VARIABLES[name]})`;
  return stored.includes(name) ? 'stored' : 'not set';
}

async function openedStore(): Promise<CredentialStore> {
  const opened = await openCredentialStore();
  if (opened.kind === 'store') return opened.store;
  throw storeError('There is no place for it', opened.reason);
}
