// `qt pause`, `qt resume` and `qt flatten`: what a person asks of a running session, and of the broker where there is none.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import type { AccountOrders } from '../runner/host/guardian/account-orders.ts';
import { confirmationOf } from '../runner/host/guardian/guard-requests.ts';
import { sessionText } from '../runner/live/control-file.ts';
import { accountText } from './account-text.ts';
import { positive } from './arguments.ts';
import { armSession } from './arm-session.ts';
import { BrokerDesk, isFlat, isFlattened, isOut, leftAtBroker, type SeenAccount, warningOf } from './broker-desk.ts';
import { BY_HAND } from './broker-word.ts';
import type { CommandContext } from './command-context.ts';
import { confirmTyped } from './confirm-typed.ts';
import { contextOf } from './context-of.ts';
import { findSession } from './find-session.ts';
import { oneAccount } from './machine-accounts.ts';
import { operatorName } from './operator-name.ts';
import { refuseUseless } from './refuse-useless.ts';
import { EXIT_FAILED } from './report-error.ts';
import { withControl } from './with-control.ts';

interface SessionOptions {
  readonly run?: string;
  readonly reason: string;
  readonly yes?: string;
}

interface ResumeOptions extends SessionOptions {
  readonly killed?: boolean;
  readonly of?: string;
  readonly wait: number;
}

interface FlattenOptions extends SessionOptions {
  readonly direct?: boolean;
  readonly of?: string;
  readonly wait: number;
}

const REASON = 'asked for at the terminal';
const RUN = 'its run folder, strategy or mode, where several run';
const OF = 'account as BROKER:ACCOUNT, where the machine has several';

export function pauseCommand(program: Command): void {
  program
    .command('pause')
    .summary('no new positions in a running session; stops and exits go on')
    .option('--run <session>', RUN)
    .option('--reason <text>', 'for the journal', REASON)
    .addHelpText('after', '\nExample:\n  qt pause --reason "central bank speaks"')
    .action(async (options: SessionOptions, command: Command) => operate(contextOf(command), 'pause', options));
}

export function resumeCommand(program: Command): void {
  program
    .command('resume')
    .summary('a running session may open positions again; asks for the account where it was not armed')
    .option('--run <session>', RUN)
    .option('--reason <text>', 'for the journal', REASON)
    .option('--killed', 'let an account trade again that was killed; asks for its number')
    .option('--of <account>', `with --killed: ${OF}`)
    .option('--yes <text>', 'the words that would be asked for')
    .option(
      '--wait <seconds>',
      'with --killed: how long it may take to be flat; it stays locked while one order is open, or unknown',
      positive,
      30,
    )
    .addHelpText('after', '\nExamples:\n  qt resume\n  qt resume --killed')
    .action(async (options: ResumeOptions, command: Command) => {
      const context = contextOf(command);
      if (options.killed === true) {
        refuseUseless(command, ['run'], '--killed is of an account, not of a session: name it with --of');
        return release(context, options);
      }
      refuseUseless(command, ['of', 'wait'], '--of and --wait need --killed; a session is named with --run');
      await operate(context, 'resume', options);
    });
}

export function flattenCommand(program: Command): void {
  program
    .command('flatten')
    .summary('out of the position of a running session, or, without one, of what is ours at the broker')
    .option('--run <session>', RUN)
    .option('--reason <text>', 'for the journal', REASON)
    .option('--direct', 'through the host alone: works when no session answers')
    .option('--of <account>', `with --direct: ${OF}`)
    .option('--wait <seconds>', 'with --direct: how long it may take to be flat', positive, 30)
    .addHelpText('after', '\nExamples:\n  qt flatten\n  qt flatten --direct')
    .action(async (options: FlattenOptions, command: Command) => {
      const context = contextOf(command);
      if (options.direct === true) {
        refuseUseless(command, ['run'], '--direct is of an account, not of a session: name it with --of');
        return flattenDirectly(context, options);
      }
      refuseUseless(command, ['of', 'wait'], '--of and --wait need --direct; a session is named with --run');
      await operate(context, 'flatten', options);
    });
}

async function operate(
  context: CommandContext,
  command: 'pause' | 'resume' | 'flatten',
  { run, reason, yes }: SessionOptions,
): Promise<void> {
  const { home } = context;
  const session = findSession(home, run);
  const by = operatorName(`qt ${command}`);
  let account: string | undefined;
  if (command === 'resume') {
    const status = await withControl(home, session, (client) => client.status());
    account = await armSession(context, status, yes);
  }
  const { waits } = await withControl(home, session, (client) =>
    client.operate({ command, by, reason, ...(account === undefined ? {} : { account }) }),
  );
  const text = `${sessionText(session)} has taken it: ${command}`;
  context.result(
    { command, run: session.folder, taken: true, waits },
    waits === null ? `${text}. See qt status` : `${text}; NOTHING HAS HAPPENED YET: ${waits}`,
  );
  // a pause holds while nothing can be sent; what is held is still held
  if (waits !== null && command === 'flatten') process.exitCode = EXIT_FAILED;
}

async function flattenDirectly(context: CommandContext, { of, reason, wait }: FlattenOptions): Promise<void> {
  const { home } = context;
  const desk = await BrokerDesk.connect(home, operatorName('qt flatten --direct'));
  try {
    const all = await desk.all();
    const account = oneAccount(all, of);
    const warning = all.filter((each) => each.account === account).map(warningOf)[0];
    if (warning !== undefined) context.say(`account ${account}: ${warning}`);
    await desk.flatten(account, reason);
    const left = await desk.settled(account, await desk.untilFlat(account, wait * 1000, isFlattened));
    const flat = isFlat(left);
    const others = leftAtBroker(left);
    const text = flat
      ? (others ?? `nothing of ours is open on account ${account}`)
      : [notFlatText(left, wait), ...accountText(left)].join('\n');
    context.result({ account, flat, left }, text);
    if (!flat || others !== undefined) process.exitCode = EXIT_FAILED;
  } finally {
    desk.close();
  }
}

function notFlatText(left: SeenAccount, wait: number): string {
  if (!left.broker.isConnected) return `NOTHING WAS SENT within ${wait} s: the host closes it when the broker is back`;
  return `${left.broker.isCurrent ? 'NOT FLAT' : 'NOT CONFIRMED'} after ${wait} s; the host goes on`;
}

/** The kill goes on until all is out: the host releases nothing before. UserError `account-not-flat`. */
async function untilClosed(context: CommandContext, desk: BrokerDesk, account: string, waitMs: number): Promise<void> {
  const isClosed = (each: AccountOrders): boolean => each.killed?.closes !== true || (!each.isSweeping && isOut(each));
  const seen = await desk.orders(account);
  if (isClosed(seen)) return;
  context.say(`account ${account} is not flat yet: it is released when it is`);
  const left = await desk.untilFlat(account, waitMs, isClosed);
  if (isClosed(left)) return;
  for (const line of accountText(left)) context.say(line);
  throw new UserError({
    code: 'account-not-flat',
    message: `Account ${account} is NOT released: after ${waitMs / 1000} s it is not flat yet`,
    fix: `See qt status; the host goes on closing it. Where it cannot: ${BY_HAND}, then once more: qt resume --killed`,
  });
}

async function release(context: CommandContext, { of, yes, wait }: ResumeOptions): Promise<void> {
  const desk = await BrokerDesk.connect(context.home, operatorName('qt resume --killed'));
  try {
    const account = oneAccount(await desk.all(), of);
    const what = `Account ${account} may trade again from then on; a session that was halted also needs: qt resume.`;
    const words = confirmationOf('release', account);
    await confirmTyped(context, { what, words, given: yes, option: 'yes' });
    await untilClosed(context, desk, account, wait * 1000);
    await desk.release(account, words);
    context.result(
      { account, released: true },
      `Account ${account} may trade again; its session also needs: qt resume`,
    );
  } finally {
    desk.close();
  }
}
