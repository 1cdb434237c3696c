// `qt kill`: out of everything of ours and no trading until a person releases it; the host does it, whether the session lives, hangs or is dead.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { confirmationOf } from '../runner/host/guardian/guard-requests.ts';
import { latchWithoutHost } from '../runner/host/guardian/latch-without-host.ts';
import { type RunningSession, runningSessions, sessionText } from '../runner/live/control-file.ts';
import { accountText } from './account-text.ts';
import { positive } from './arguments.ts';
import { BrokerDesk, isFlat, leftAtBroker, type SeenAccount, warningOf } from './broker-desk.ts';
import { BY_HAND } from './broker-word.ts';
import type { CommandContext } from './command-context.ts';
import { confirmTyped } from './confirm-typed.ts';
import { contextOf } from './context-of.ts';
import { knownAccounts, oneAccount } from './machine-accounts.ts';
import { operatorName } from './operator-name.ts';
import { refuseUseless } from './refuse-useless.ts';
import { EXIT_FAILED } from './report-error.ts';
import { withControl } from './with-control.ts';

interface Options {
  readonly account?: boolean;
  readonly of?: string;
  readonly yes?: string;
  readonly reason: string;
  readonly wait: number;
}

interface Killed {
  readonly account: string;
  /** The host has latched it. */
  readonly taken: boolean;
  /** No host has taken it, and the next one reads it at its start. */
  readonly latched: boolean;
  readonly flat: boolean;
  readonly left: SeenAccount | null;
  readonly error: string | null;
}

interface Told {
  readonly run: string;
  readonly error: string | null;
}

const ASKER = 'qt kill';

export function killCommand(program: Command): void {
  program
    .command('kill')
    .summary('out of everything of ours now, and no trading until a person releases the account')
    .description(
      'Asks the host first, which cancels our orders, closes our position at market, and refuses new risk until qt resume --killed, over restarts ' +
        'too. It needs no session: one that hangs or is dead is no obstacle.',
    )
    .option('--account', 'also the orders and positions of others on the account; asks for its number')
    .option('--of <account>', 'this account only, as BROKER:ACCOUNT; all of the host when absent')
    .option('--yes <text>', 'with --account: the words that would be asked for')
    .option('--reason <text>', 'for the journal', 'asked for at the terminal')
    .option('--wait <seconds>', 'how long it may take to be flat', positive, 30)
    .addHelpText('after', '\nExamples:\n  qt kill\n  qt kill --account --of 32003:123456')
    .action(async (options: Options, command: Command) => {
      if (options.account !== true) refuseUseless(command, ['yes'], '--yes confirms --account: give both, or neither');
      await kill(contextOf(command), options);
    });
}

async function kill(context: CommandContext, options: Options): Promise<void> {
  const { home } = context;
  const killed = latched(context, await killAtHost(context, options), options);
  const told = await tellSessions(home, runningSessions(home), killed, options.reason);
  if (killed.length === 0 && told.length === 0) throw nothingToKill();
  const lines = [
    ...killed.flatMap(killedLines),
    ...told.map(({ run, error }) => `session ${run}: ${error ?? 'halted'}`),
  ];
  context.result({ accounts: killed, sessions: told }, lines.join('\n'));
  const isDone =
    killed.length > 0
      ? killed.every(({ taken, flat, left }) => taken && flat && (left === null || leftAtBroker(left) === undefined))
      : told.every(({ error }) => error === null);
  if (!isDone) process.exitCode = EXIT_FAILED;
}

async function killAtHost(context: CommandContext, options: Options): Promise<readonly Killed[]> {
  let desk: BrokerDesk | undefined;
  try {
    let seen: readonly SeenAccount[];
    try {
      desk = await BrokerDesk.connect(context.home, operatorName(ASKER));
      seen = await desk.all();
    } catch (error) {
      const names = wantedOf(knownAccounts(context.home), options);
      if (options.account === true) await confirmed(context, names, options);
      const failed = { taken: false, latched: false, flat: false, left: null, error: (error as Error).message };
      return names.map((account) => ({ account, ...failed }));
    }
    const asked = desk;
    const accounts = seen.map(({ account }) => account);
    const wanted = wantedOf(accounts, options);
    for (const each of seen) {
      const warning = warningOf(each);
      if (warning !== undefined && wanted.includes(each.account)) context.say(`account ${each.account}: ${warning}`);
    }
    const typed = options.account === true ? await confirmed(context, accounts, options) : undefined;
    return await Promise.all(wanted.map((account) => killOne(context, asked, account, typed, options)));
  } finally {
    desk?.close();
  }
}

/** UserError `account-unknown`: a number that was mistyped kills nothing, and is told so. */
function wantedOf(accounts: readonly string[], { of }: Options): readonly string[] {
  if (of === undefined) return accounts;
  if (accounts.length === 0 || accounts.includes(of)) return [of];
  throw new UserError({
    code: 'account-unknown',
    message: `NOTHING WAS KILLED: no orders are sent for ${of}`,
    field: 'of',
    fix: `Name one: --of ${accounts.join(' or --of ')}`,
  });
}

/** What no host has taken stands on the disk for the next one: it must not trade as if nothing had been asked. */
function latched(context: CommandContext, killed: readonly Killed[], { account, reason }: Options): readonly Killed[] {
  const untaken = killed.filter(({ taken }) => !taken).map((each) => each.account);
  if (untaken.length === 0) return killed;
  const scope = account === true ? 'account' : 'ours';
  const latch = { by: operatorName(ASKER), reason, atUs: Date.now() * 1000, scope, closes: true } as const;
  const fault = latchWithoutHost(context.home, untaken, latch);
  return killed.map((each) => {
    if (each.taken) return each;
    return fault === undefined ? { ...each, latched: true } : { ...each, error: `${each.error}; ${fault}` };
  });
}

/** What a person has typed to close what is not ours too; of one account only. */
async function confirmed(context: CommandContext, accounts: readonly string[], { of, yes }: Options): Promise<string> {
  const account = oneAccount(
    accounts.map((each) => ({ account: each })),
    of,
  );
  const words = confirmationOf('kill', account);
  const what = `ALL orders and positions of account ${account} are closed, also those that are not ours.`;
  await confirmTyped(context, { what, words, given: yes, option: 'yes' });
  return words;
}

async function killOne(
  context: CommandContext,
  desk: BrokerDesk,
  account: string,
  typed: string | undefined,
  { reason, wait }: Options,
): Promise<Killed> {
  let taken = false;
  try {
    const { durable } = await desk.kill(account, reason, typed);
    taken = true;
    const warning = durable ? '' : '; IT IS NOT ON THE DISK: a host that starts again does not know of it';
    context.say(`account ${account}: the host has taken it${warning}`);
    const left = await desk.settled(account, await desk.untilFlat(account, wait * 1000));
    return { account, taken, latched: false, flat: isFlat(left), left, error: null };
  } catch (error) {
    return { account, taken, latched: false, flat: false, left: null, error: (error as Error).message };
  }
}

/** The host tells the trader of an account by itself; the others, and all where it could not be reached, are told from here. */
async function tellSessions(
  home: string,
  sessions: readonly RunningSession[],
  killed: readonly Killed[],
  reason: string,
): Promise<readonly Told[]> {
  const taken = new Set(killed.filter((each) => each.taken).map(({ account }) => account));
  const named = new Set(killed.map(({ account }) => account));
  const untold = sessions.filter(({ account }) => account === null || (named.has(account) && !taken.has(account)));
  return Promise.all(
    untold.map(async (session) => {
      try {
        const by = operatorName(ASKER);
        await withControl(home, session, (client) => client.operate({ command: 'kill', by, reason }));
        return { run: sessionText(session), error: null };
      } catch (error) {
        return { run: sessionText(session), error: withoutName(error as Error, session) };
      }
    }),
  );
}

/** The line begins with the session already. */
function withoutName({ message }: Error, session: RunningSession): string {
  const name = sessionText(session);
  return message.startsWith(`${name} `) ? message.slice(name.length + 1) : message;
}

function killedLines({ account, taken, latched: isLatched, flat, left, error }: Killed): readonly string[] {
  if (!taken) {
    const what = isLatched
      ? 'It is latched on the disk: from its next start on the host closes what is open and refuses new risk, until qt resume --killed'
      : 'NOTHING IS LATCHED: a host that starts again may trade at once';
    return [
      `account ${account}: THE HOST HAS NOT TAKEN IT: ${error}`,
      `  ${what}`,
      `  Nothing was sent. Now: ${BY_HAND}. Then look at qt status`,
    ];
  }
  if (left?.broker.isConnected === false) {
    const lines = [`account ${account}: killed, and NOTHING WAS SENT: ${BY_HAND}. The host goes on when it is back`];
    return [...lines, ...accountText(left)];
  }
  const others = left === null ? undefined : leftAtBroker(left);
  if (flat && others !== undefined) return [`account ${account}: killed; ${others}. Trading again: qt resume --killed`];
  if (flat) return [`account ${account}: killed; nothing of ours is open. Trading again: qt resume --killed`];
  return [
    `account ${account}: killed, and ${left?.broker.isCurrent === false ? 'NOT CONFIRMED FLAT' : 'NOT FLAT'} yet; the host goes on. See qt status`,
    ...(left === null ? [`  ${error}`] : accountText(left)),
  ];
}

function nothingToKill(): UserError {
  return new UserError({
    code: 'session-not-there',
    message: 'There is no account in machine.json, and no session runs',
    fix: 'Give the home of the session with --home, or close the position in the terminal of the broker',
  });
}
