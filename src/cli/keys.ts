// `qt keys init|list|trust|revoke`: the key that signs releases here, and those whose releases are run here.

import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { readTrustedKeys, signingKeyFile } from '../promotion/release/keys.ts';
import { listReleases } from '../promotion/release/release-list.ts';
import { readRevocations } from '../promotion/release/revocations.ts';
import { initSigningKey } from '../promotion/release/signing-key.ts';
import { storedFingerprint } from '../promotion/release/stored-key-mark.ts';
import { revokeKey, trustKey } from '../promotion/release/trust.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';

export function keysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .summary('keys that sign releases, and those that are trusted here')
    .addHelpText('after', '\nExamples:\n  qt keys init\n  qt keys list\n  qt keys trust 4f9c....pub.pem');
  keys
    .command('init')
    .summary('the key that signs here, in the credential store of the system')
    .description(
      'Makes it where there is none or where it was revoked; what is there and good stays. Without a credential store it is a file that only its ' +
        'owner can read.',
    )
    .option('--file', 'in a file: keys/signing.key.pem')
    .option('--move', 'move the file that is there into the credential store')
    .addHelpText('after', '\nExample:\n  qt keys init --move')
    .action(async (options: InitFlags, command: Command) => init(contextOf(command), options));
  keys
    .command('list')
    .summary('the own key, the trusted and the revoked ones')
    .action((_options: object, command: Command) => list(contextOf(command)));
  keys
    .command('trust')
    .summary('releases that this key signs are run here')
    .argument('<file>', 'FINGERPRINT.pub.pem of the machine that signs')
    .option('--fingerprint <hex>', 'what its holder says that the fingerprint is; another is refused')
    .addHelpText('after', '\nExample:\n  qt keys trust /media/stick/4f9c....pub.pem')
    .action((file: string, options: { readonly fingerprint?: string }, command: Command) => {
      const trusted = trustKey(contextOf(command).home, file, options.fingerprint);
      const what = trusted.isNew ? 'is trusted here from now on' : 'was trusted here before';
      const compare =
        options.fingerprint === undefined ? '\nCompare the fingerprint with its holder, by telephone' : '';
      contextOf(command).result(trusted, `${trusted.fingerprint} ${what}${compare}`);
    });
  keys
    .command('revoke')
    .summary('what this key signed is refused here, for ever')
    .argument('<fingerprint>', 'or 8 or more characters that begin it')
    .requiredOption('--reason <text>', 'why, for whoever meets the refusal')
    .addHelpText('after', '\nExample:\n  qt keys revoke 4f9c01ab --reason "the notebook was stolen"')
    .action((fingerprint: string, options: { readonly reason: string }, command: Command) =>
      revoke(contextOf(command), fingerprint, options.reason),
    );
}

interface InitFlags {
  readonly file?: boolean;
  readonly move?: boolean;
}

async function init(context: CommandContext, { file, move }: InitFlags): Promise<void> {
  const { home } = context;
  const done = await initSigningKey(home, { place: file === true ? 'file' : 'store', moves: move });
  const { fingerprint, place, isNew, isMoved, storeAbsent } = done;
  const where = place === 'store' ? 'in the credential store of the system' : `in the file ${signingKeyFile(home)}`;
  const lines = [`${fingerprint} ${isNew ? 'was made' : isMoved ? 'was moved' : 'is the key of this home'}, ${where}`];
  if (storeAbsent !== undefined) lines.push(`There is no credential store to keep it in: ${storeAbsent}`);
  if (place === 'file' && isNew) lines.push('Keep it secret and keep a copy');
  if (place === 'file' && !isNew && file !== true)
    lines.push('Move it into the credential store with: qt keys init --move');
  if (isNew) lines.push(`On a machine that runs these releases: qt keys trust ${fingerprint}.pub.pem`);
  context.result({ ...done, storeAbsent: storeAbsent ?? null }, lines.join('\n'));
}

function list(context: CommandContext): void {
  const { home } = context;
  const own = storedFingerprint(home);
  const place = existsSync(signingKeyFile(home)) ? 'file' : own === undefined ? 'none' : 'store';
  const trusted = readTrustedKeys(home)
    .filter(({ revoked }) => revoked === undefined)
    .map(({ fingerprint, file }) => ({ fingerprint, file }));
  const revoked = [...readRevocations(home).values()].map(({ fingerprint, at, by, reason }) => ({
    fingerprint,
    at,
    by,
    reason,
  }));
  const places = {
    file: `in ${signingKeyFile(home)}`,
    store: `${own} in the credential store`,
    none: 'none: qt keys init',
  };
  const lines = [
    `own key: ${places[place]}`,
    ...trusted.map(({ fingerprint }) => `trusted ${fingerprint}`),
    ...revoked.map(({ fingerprint, at, by, reason }) => `REVOKED ${fingerprint} ${at} by ${by}: ${reason}`),
  ];
  context.result({ own: place, trusted, revoked }, lines.join('\n'));
}

function revoke(context: CommandContext, given: string, reason: string): void {
  const { home } = context;
  const isRunnable = ({ release }: ReturnType<typeof listReleases>[number]): boolean => release !== undefined;
  const before = listReleases(home, readTrustedKeys(home)).filter(isRunnable);
  const at = new Date().toISOString();
  const { fingerprint, ...entry } = revokeKey({ home, fingerprint: given, at, by: userInfo().username, reason });
  const refused = before.filter(({ release }) => release!.signedBy.includes(fingerprint));
  const releases = refused.map(({ id, strategy, channels }) => ({ id, strategy, channels }));
  const inUse = releases.filter(({ channels }) => channels.length > 0);
  const lines = [
    `${fingerprint} is revoked here since ${entry.at}: ${entry.reason}`,
    `${counted(releases.length, 'release')} of this home ${releases.length === 1 ? 'is' : 'are'} refused from now on`,
    ...inUse.map(
      ({ strategy, channels, id }) => `${strategy}@${channels.join(', ')} points to one of them: ${id.slice(0, 12)}`,
    ),
    'Revoke it on every machine that trusts it. Sessions that run go on and say so',
  ];
  context.result({ fingerprint, at: entry.at, by: entry.by, reason: entry.reason, releases }, lines.join('\n'));
}
