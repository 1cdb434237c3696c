// A home, a mode, an account and a session day in; the newest run of that session, what is to be carried on from it, and its repairs out.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { JOURNAL_FILE } from '../../adapters/journal/journal-tables.ts';
import { repairEventLog } from '../../adapters/journal/repair-log.ts';
import { RUN_FILE, RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import { openRun } from '../../adapters/journal/run-reader.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { CarriedState } from '../../core/account/account-event.ts';
import { readComposition } from '../read-composition.ts';
import { readCarried } from './carried-file.ts';
import { carriedAfter } from './carried-state.ts';
import { readControlFile } from './control-file.ts';
import type { LiveMode } from './live-options.ts';

export interface CarriedFrom {
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly carried: CarriedState;
  /** The highest epoch that an order of it names; 0 without orders. */
  readonly lastEpoch: number;
  /** What was repaired, a sentence each. */
  readonly notices: readonly string[];
}

export interface SessionName {
  readonly home: string;
  readonly mode: LiveMode;
  readonly strategy: string;
  readonly account: string | undefined;
  /** YYYY-MM-DD. */
  readonly day: string;
}

/**
 * Undefined where the session has no run yet. Throws UserError `session-running` where its process is alive, and the errors of a journal
 * that cannot be read: to begin without the orders in it would be worse than not to begin.
 */
export function findCarried(name: SessionName): CarriedFrom | undefined {
  const folder = runsOfSession(name)[0];
  if (folder === undefined) return undefined;
  const info = readRunInfo(folder);
  const other = readControlFile(folder);
  if (other !== undefined && other.pid !== process.pid) throw running(name, folder, other.pid);
  const repair = info.finishedAtUtc === null ? repairEventLog(folder) : undefined;
  const carried = carriedOf(folder);
  const epochs = carried.orders.map(({ request }) => Number.parseInt(request.clientOrderId, 10));
  const lastEpoch = Math.max(0, ...epochs.filter(Number.isFinite));
  return { folder, carried, lastEpoch, notices: repair === undefined ? [] : [repair] };
}

/** Run folders of the session, the newest first; what is no run is passed over. */
export function runsOfSession({ home, mode, strategy, account, day }: SessionName): readonly string[] {
  const runs = join(home, RUNS_FOLDER);
  if (!existsSync(runs)) return [];
  const found: string[] = [];
  for (const name of readdirSync(runs).sort().reverse()) {
    const folder = join(runs, name);
    if (!name.includes(`-${mode}-${strategy}-`) || !existsSync(join(folder, RUN_FILE))) continue;
    const info = readRunInfo(folder);
    const { session } = readComposition(info, join(folder, RUN_FILE));
    if (info.mode !== mode || info.strategy !== strategy || session?.day !== day) continue;
    if (session.account === (account ?? null)) found.push(folder);
  }
  return found.sort(newestFirst);
}

/** Names tell the second only; of one second the one that goes on from the other is the newer. */
function newestFirst(a: string, b: string): number {
  const second = (folder: string): string => basename(folder).slice(0, 16);
  if (second(a) !== second(b)) return second(a) < second(b) ? 1 : -1;
  return continuesOf(a) === basename(b) ? -1 : continuesOf(b) === basename(a) ? 1 : 0;
}

function continuesOf(folder: string): string | null {
  return readComposition(readRunInfo(folder), join(folder, RUN_FILE)).session?.continues ?? null;
}

/** A run that died before it had a journal has sent nothing: what it went on from goes on. */
export function carriedOf(folder: string): CarriedState {
  const before = readCarried(folder);
  if (!existsSync(join(folder, JOURNAL_FILE))) return before;
  const run = openRun(folder);
  try {
    return carriedAfter(run, before);
  } finally {
    run.close();
  }
}

function running({ mode, strategy }: SessionName, folder: string, pid: number): UserError {
  return new UserError({
    code: 'session-running',
    message: `${mode} of ${strategy} runs already: process ${pid}, ${folder}`,
    file: folder,
    fix: `See qt status, and end it first: qt stop; where it does not answer: qt stop --force, which ends process ${pid}`,
  });
}
