// `qt stop`: a running session ends in order, out of its position first unless the stops shall stay at the broker.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';
import { isAlive } from '../runner/host/host-lock.ts';
import { readControlFile, sessionText } from '../runner/live/control-file.ts';
import { positive } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { findSession } from './find-session.ts';
import { operatorName } from './operator-name.ts';
import { withControl } from './with-control.ts';

interface Options {
  readonly run?: string;
  readonly keep?: boolean;
  readonly reason: string;
  readonly wait: number;
}

const LOOK_EVERY_MS = 100;

export function stopCommand(program: Command): void {
  program
    .command('stop')
    .summary('end a running session: flat first, or with the stops left at the broker')
    .option('--run <session>', 'its run folder, strategy or mode, where several run')
    .option('--keep', 'keep the position: its stops stay at the broker, and the guardian of the host looks after them')
    .option('--reason <text>', 'for the journal', 'asked for at the terminal')
    .option('--wait <seconds>', 'how long its end is waited for', positive, 60)
    .addHelpText('after', '\nExamples:\n  qt stop\n  qt stop --keep --run wdo-regime')
    .action(async (options: Options, command: Command) => stop(contextOf(command), options));
}

async function stop(context: CommandContext, { run, keep, reason, wait }: Options): Promise<void> {
  const { home } = context;
  const session = findSession(home, run);
  const mode = keep === true ? 'keep' : 'flatten';
  await withControl(home, session, (client) => client.stop({ mode, by: operatorName('qt stop'), reason }));
  const endMs = performance.now() + wait * 1000;
  while (isAlive(session.pid) && readControlFile(session.folder) !== undefined) {
    if (performance.now() > endMs) {
      throw new UserError({
        code: 'session-not-stopped',
        message: `${sessionText(session)} was asked to stop and goes on after ${wait} s`,
        fix: 'See qt status: it may be waiting for its position to be closed. qt kill does not wait',
      });
    }
    await sleep(LOOK_EVERY_MS);
  }
  context.result({ stopped: true, mode, run: session.folder, pid: session.pid }, `${sessionText(session)} has ended`);
}
