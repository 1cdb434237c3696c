// `qt status`: every session of this home, running, asleep, hung or dead, as it stands, and what is open at the broker, whatever state either is in.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { isoDay } from '../core/market/civil-time.ts';
import { ControlClient } from '../runner/live/control-client.ts';
import { type RunningSession, runningSessions } from '../runner/live/control-file.ts';
import type { ControlStatus } from '../runner/live/control-messages.ts';
import { deadSessions, keptSessions } from '../runner/live/dead-sessions.ts';
import { deadSleepers } from '../runner/live/dead-sleepers.ts';
import { wholeNumber } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { seeHost } from './host-seen.ts';
import { probationDays, probationLine } from './probation-text.ts';
import { ALERTS_SHOWN } from './session-text.ts';
import { type AskedSession, exitCodeOf, needsOf, type Seen } from './status-needs.ts';
import { statusText } from './status-text.ts';

const ASKER = 'qt status';

interface Options {
  readonly alerts: number;
}

export function statusCommand(program: Command): void {
  program
    .command('status')
    .summary('what runs, what it holds, and what is open at the broker')
    .option('--alerts <count>', 'how many of the last alerts are shown, critical ones first', wholeNumber, ALERTS_SHOWN)
    .addHelpText(
      'after',
      '\nExit codes: 0 everything answers and what is held is looked after; 1 a session hangs, is dead or halted, protects only or lacks a stop, ' +
        'the host is missing or silent, an account is killed, our count differs from that of the broker, or something is open that nobody ' +
        'looks after; 2 wrong usage; 3 neither a session nor a host runs.' +
        '\n\nExamples:\n  qt status\n  qt status --alerts 20\n  qt status --json',
    )
    .action(async (options: Options, command: Command) => showStatus(contextOf(command), options));
}

async function showStatus(context: CommandContext, { alerts }: Options): Promise<void> {
  const { home } = context;
  const nowMs = Date.now();
  const asked = runningSessions(home).map((session) => ask(home, session));
  const [host, ...sessions] = await Promise.all([seeHost(home, ASKER), ...asked]);
  const dead = deadSessions(home, nowMs);
  const told = new Set(dead.map(({ pid }) => pid));
  const kept = host.state === 'answers' ? [] : keptSessions(home, nowMs);
  const deadAsleep = deadSleepers(home, nowMs).filter(({ pid }) => !told.has(pid));
  const seen: Seen = { sessions, dead, kept, deadAsleep, host, today: isoDay(nowMs * 1000) };
  const needs = needsOf(seen);
  context.result({ sessions, dead, kept, deadAsleep, host, needs }, statusText(seen, needs, alerts).join('\n'));
  const code = exitCodeOf(seen, needs);
  if (code !== 0) process.exitCode = code;
}

/** Said beside a status that stands whatever the files of a channel are like. */
function probationOf(home: string, { mode, strategy, release }: ControlStatus): string | null {
  if (mode === 'shadow' || release === null) return null;
  try {
    return probationLine({ home, strategy, release }, mode, probationDays(home)) ?? null;
  } catch (error) {
    if (error instanceof UserError) return `its probation is not known: ${error.message}`;
    throw error;
  }
}

async function ask(home: string, session: RunningSession): Promise<AskedSession> {
  let client: ControlClient | undefined;
  try {
    client = await ControlClient.connect(home, session, ASKER);
    const status = await client.status();
    return { session, status, probation: probationOf(home, status), error: null };
  } catch (error) {
    return { session, status: null, error: (error as Error).message };
  } finally {
    client?.close();
  }
}
