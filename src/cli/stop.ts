// `qt stop`: a running session ends in order, out of its position first unless the stops shall stay at the broker; one that hangs by force.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { isAlive } from '../runner/host/host-lock.ts';
import { type RunningSession, readControlFile, sessionText } from '../runner/live/control-file.ts';
import { holdsSomething, type OwnWord, ownWord } from '../runner/live/dead-sessions.ts';
import { accountText } from './account-text.ts';
import { positive } from './arguments.ts';
import { BrokerDesk, isFlat } from './broker-desk.ts';
import { BY_HAND } from './broker-word.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { endByHand, endSessionProcess } from './end-session-process.ts';
import { findSession } from './find-session.ts';
import { operatorName } from './operator-name.ts';
import { EXIT_FAILED } from './report-error.ts';
import { withControl } from './with-control.ts';

interface Options {
  readonly run?: string;
  readonly keep?: boolean;
  readonly force?: boolean;
  readonly reason: string;
  readonly wait: number;
}

const LOOK_EVERY_MS = 100;
const ASKER = 'qt stop';

export function stopCommand(program: Command): void {
  program
    .command('stop')
    .summary('end a running session: flat first, or with the stops left at the broker')
    .option('--run <session>', 'its run folder, strategy or mode, where several run')
    .option('--keep', 'keep the position: its stops stay at the broker, and the guardian of the host looks after them')
    .option(
      '--force',
      'end its process where it does not answer, or has not ended in time; a host that answers protects then',
    )
    .option('--reason <text>', 'for the journal', 'asked for at the terminal')
    .option('--wait <seconds>', 'how long its end is waited for', positive, 60)
    .addHelpText(
      'after',
      '\nExit codes: 0 it has ended, and what it may have left has a guardian; 1 it goes on, or nobody looks after what it may have left; 2 wrong usage' +
        '\n\nExamples:\n  qt stop\n  qt stop --keep --run wdo-regime\n  qt stop --force',
    )
    .action(async (options: Options, command: Command) => stop(contextOf(command), options));
}

async function stop(context: CommandContext, options: Options): Promise<void> {
  const { home } = context;
  const session = findSession(home, options.run);
  const mode = options.keep === true ? 'keep' : 'flatten';
  const { folder: run, pid } = session;
  try {
    await inOrder(context, session, mode, options);
  } catch (error) {
    if (!(error instanceof UserError) || !isHanging(error)) throw error;
    if (options.force !== true) throw error.code === 'session-silent' ? hangs(session, error) : error;
    context.say(`${error.message}; its process is ended`);
    await endSessionProcess(session);
    const left = await leftBehind(home, session);
    const text = [`${sessionText(session)}: its process was ended by force. It can be started again`, ...left.lines];
    if (!left.isGuarded) process.exitCode = EXIT_FAILED;
    return context.result({ stopped: true, mode: 'force', run, pid, guarded: left.isGuarded }, text.join('\n'));
  }
  const own = heldAtEnd(session);
  const ended = `${sessionText(session)} has ended`;
  if (own === null || !holdsSomething(own)) return context.result({ stopped: true, mode, run, pid, held: own }, ended);
  const left = await leftBehind(home, session);
  const held = `${ended} and HOLDS, by its own journal, ${counted(own.net, 'contract')} with ${counted(own.working, 'order')} open`;
  if (!left.isGuarded) process.exitCode = EXIT_FAILED;
  const what = { stopped: true, mode, run, pid, held: own, guarded: left.isGuarded };
  context.result(what, [held, ...left.lines].join('\n'));
}

/** Null where it sent no orders, or none was on. */
function heldAtEnd({ account, folder, waiting }: RunningSession): OwnWord | null {
  return account === null || waiting !== undefined ? null : ownWord(folder);
}

async function inOrder(
  { home }: CommandContext,
  session: RunningSession,
  mode: 'keep' | 'flatten',
  { reason, wait }: Options,
): Promise<void> {
  await withControl(home, session, (client) => client.stop({ mode, by: operatorName(ASKER), reason }));
  const endMs = performance.now() + wait * 1000;
  while (isAlive(session.pid) && readControlFile(session.folder) !== undefined) {
    if (performance.now() > endMs) {
      throw new UserError({
        code: 'session-not-stopped',
        message: `${sessionText(session)} was asked to stop and goes on after ${wait} s`,
        fix: 'See qt status: it may be waiting for its position to be closed. qt kill does not wait; qt stop --force ends its process',
      });
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function isHanging({ code }: UserError): boolean {
  return code === 'session-silent' || code === 'session-not-stopped';
}

function hangs(session: RunningSession, cause: UserError): UserError {
  const { pid } = session;
  return new UserError({
    code: 'session-silent',
    message: `${cause.message}. Process ${pid} hangs, or is suspended`,
    fix:
      `qt stop --force ends process ${pid} once it is proven to be the session's (by hand: ${endByHand(pid)}); the guardian of a host ` +
      'that answers protects what is held, and the session can be started again. Out of the position now: qt flatten --direct, or qt kill',
    cause,
  });
}

interface LeftBehind {
  /** What the broker has of ours, and who looks after it; for people. */
  readonly lines: readonly string[];
  readonly isGuarded: boolean;
}

async function leftBehind(home: string, { account }: RunningSession): Promise<LeftBehind> {
  if (account === null) return { lines: [], isGuarded: true };
  let desk: BrokerDesk | undefined;
  try {
    desk = await BrokerDesk.connect(home, operatorName(ASKER));
    const seen = await desk.orders(account);
    return { lines: accountText(seen), isGuarded: isFlat(seen) || seen.guardian !== 'off' };
  } catch (error) {
    const todo = `NOBODY PROTECTS IT but stops that rest at the broker: qt host start, or ${BY_HAND}`;
    const lines = [`What is open on account ${account} is not known: ${(error as Error).message}. ${todo}`];
    return { lines, isGuarded: false };
  } finally {
    desk?.close();
  }
}
