// The folder of a run and the code it ran in; its events through a fresh engine, all that comes of them against its journal.

import { DigestJournal } from '../adapters/journal/digest-journal.ts';
import type { EventLogReader } from '../adapters/journal/event-log-reader.ts';
import { noticeText } from '../adapters/journal/log-notice.ts';
import type { RunInfo } from '../adapters/journal/run-info.ts';
import { openRun } from '../adapters/journal/run-reader.ts';
import { UserError } from '../adapters/user-error.ts';
import type { Engine } from '../core/engine/engine.ts';
import { ComparingJournal, type ReplayDifference } from './comparing-journal.ts';
import { drive } from './drive.ts';
import { LogExchange } from './log-exchange.ts';
import { PredictionCheck, type PredictionSummary, type Recomputing } from './prediction-check.ts';

export interface ReplayResult {
  readonly identical: boolean;
  /** Decisions that were equal. */
  readonly decisions: number;
  readonly firstDifference: ReplayDifference | null;
  /** The recorded predictions against the model; null where they were not computed again. */
  readonly predictions: PredictionSummary | null;
  /** What is wrong with the log, and what was not compared; a sentence each. */
  readonly notices: readonly string[];
  /** What the engine threw where it could not follow the events, for whoever looks for the cause. */
  readonly thrown?: unknown;
}

export interface ReplayOptions {
  readonly folder: string;
  /** A fresh engine, composed as the run's was. Its predictions come from the log. */
  readonly engine: Engine;
  /** Computes the recorded predictions again, by name of the strategy; without it they are taken as they are. */
  readonly recomputing?: ReadonlyMap<string, Recomputing> | undefined;
  readonly ignoreChecksum?: boolean;
}

/** Throws UserError where run, journal or log cannot be read; whatever else a changed byte does is a difference. */
export async function replay({ folder, engine, recomputing, ignoreChecksum }: ReplayOptions): Promise<ReplayResult> {
  const run = openRun(folder);
  const log = run.eventLog({ ignoreChecksum: ignoreChecksum ?? false, hash: true });
  try {
    const { info } = run;
    const check = recomputing === undefined ? undefined : new PredictionCheck(recomputing);
    const journal = new ComparingJournal(run, check);
    const digest = new DigestJournal(journal);
    const thrown = await follow(engine, log, journal, digest, check, recomputing);
    const notices = log.notices.map(noticeText);
    if (journal.difference === undefined) {
      journal.close();
      compareEvents(info, log, journal, notices);
      compareDigest(info, digest, journal);
    }
    if (info.finishedAtUtc === null) notices.push(unfinishedText(journal));
    if (check !== undefined && check.unanswered > 0) {
      notices.push(`${check.unanswered} predictions had no answer in the run: there was nothing to compare with`);
    }
    const first = earlier(journal.difference, check?.difference);
    return {
      identical: first === undefined,
      decisions: journal.decisions,
      firstDifference: first === undefined ? null : whole(first),
      predictions: check?.summary ?? null,
      notices,
      ...(thrown === undefined ? {} : { thrown }),
    };
  } finally {
    log.close();
    run.close();
  }
}

/** Up to the end of the log or the first difference; gives what the engine threw, if it did. */
async function follow(
  engine: Engine,
  log: EventLogReader,
  journal: ComparingJournal,
  digest: DigestJournal,
  check: PredictionCheck | undefined,
  recomputing: ReplayOptions['recomputing'] = new Map(),
): Promise<unknown> {
  const exchange = new LogExchange(log, check === undefined ? undefined : (answer) => check.onAnswer(answer));
  const predictors = new Map([...recomputing].map(([strategyId, { predictor }]) => [strategyId, predictor]));
  try {
    await drive({ engine, exchange, journal: digest, predictors, stopped: () => journal.difference !== undefined });
  } catch (error) {
    if (error instanceof UserError) throw error;
    const actual = error instanceof Error ? error.message : String(error);
    journal.stopsAt(exchange.timeUs, { path: `events[${exchange.seq}]`, expected: null, actual });
    return error;
  }
  if (exchange.fault !== undefined) {
    const { timeUs, path, expected, actual } = exchange.fault;
    journal.stopsAt(timeUs, { path, expected, actual });
  }
  return undefined;
}

/** An event that was changed and changed no decision is a difference all the same. */
function compareEvents(info: RunInfo, log: EventLogReader, journal: ComparingJournal, notices: string[]): void {
  const { eventsSha256, finishedAtUtc } = info;
  const { sha256 } = log;
  if (eventsSha256 === undefined) {
    if (finishedAtUtc !== null) notices.push('The run tells no hash of its events: an earlier version made it');
    return;
  }
  if (eventsSha256 === sha256) return;
  notices.push(`The events are not those of the run: their sha256 is ${sha256}, the run had ${eventsSha256}`);
  journal.differs({ path: 'events', expected: eventsSha256, actual: sha256 });
}

/** The digest covers decisions, commands and fills, and what the run says it was made from. */
function compareDigest({ digest, datasets, model }: RunInfo, replayed: DigestJournal, journal: ComparingJournal): void {
  if (digest === null) return;
  const data = datasets.map(({ sha256 }) => sha256);
  const actual = replayed.digest.hex({ data, model: model?.manifestSha256 ?? null });
  if (actual !== digest) journal.differs({ path: 'digest', expected: digest, actual });
}

function unfinishedText({ decisions, beyond }: ComparingJournal): string {
  const equal = `The run was not finished: ${counted(decisions, 'decision')} of its journal are equal`;
  const parts = [
    counted(beyond.decisions, 'decision'),
    counted(beyond.commands, 'command'),
    counted(beyond.alerts, 'alert'),
  ];
  if (beyond.decisions + beyond.commands + beyond.alerts === 0) return `${equal}, and the replay has nothing beyond it`;
  return `${equal}; ${parts.join(', ')} of the replay lie beyond it and are compared with nothing`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** A decision that differs is told rather than its prediction: it names the input. */
function earlier(a: ReplayDifference | undefined, b: ReplayDifference | undefined): ReplayDifference | undefined {
  return a === undefined || (b !== undefined && b.index < a.index) ? b : a;
}

/** Absent is null: a field without value would be left out of JSON. */
function whole({ index, timeUs, path, expected = null, actual = null }: ReplayDifference): ReplayDifference {
  return { index, timeUs, path, expected, actual };
}
