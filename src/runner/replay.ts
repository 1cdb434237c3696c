// The folder of a run and the code it ran in; its events through a fresh engine, decision by decision against its journal.

import { openRun } from '../adapters/journal/run-reader.ts';
import type { Engine } from '../core/engine/engine.ts';
import { ComparingJournal, type ReplayDifference } from './comparing-journal.ts';
import { drive } from './drive.ts';
import { LogExchange } from './log-exchange.ts';

export interface ReplayResult {
  readonly identical: boolean;
  /** Decisions that were equal. */
  readonly decisions: number;
  readonly firstDifference: ReplayDifference | null;
  /** What is wrong with the log: a torn tail, damaged groups that were read all the same; and what was not compared. */
  readonly notices: readonly string[];
}

export interface ReplayOptions {
  readonly folder: string;
  /** A fresh engine, composed as the run's was. Its predictions come from the log. */
  readonly engine: Engine;
  readonly ignoreChecksum?: boolean;
}

export async function replay({ folder, engine, ignoreChecksum }: ReplayOptions): Promise<ReplayResult> {
  const run = openRun(folder);
  const log = run.eventLog({ ignoreChecksum: ignoreChecksum ?? false });
  const journal = new ComparingJournal(run);
  try {
    await drive({
      engine,
      exchange: new LogExchange(log),
      journal,
      predictors: new Map(),
      stopped: () => journal.difference !== undefined,
    });
    journal.close();
    const { decisions, difference, beyond } = journal;
    const notices = log.notices.map((notice) => JSON.stringify(notice));
    if (beyond > 0)
      notices.push(`The run was not finished: ${beyond} decisions after its last durable one are not compared`);
    return { identical: difference === undefined, decisions, firstDifference: difference ?? null, notices };
  } finally {
    log.close();
    run.close();
  }
}
