// Sessions in; the exact sequence of events that the engine was given in them out, clock ticks and answers included.

import { NullJournal } from '../src/adapters/journal/null-journal.ts';
import type { Engine } from '../src/core/engine/engine.ts';
import type { Journal } from '../src/core/engine/journal.ts';
import { EventBatch } from '../src/core/market/event-batch.ts';
import { Kind } from '../src/core/market/event-record.ts';
import type { Predictor } from '../src/core/prediction/predictor.ts';
import { drive } from '../src/runner/drive.ts';
import { makeEngine, type RunPlan } from '../src/runner/run-plan.ts';
import { engineSettingsFor } from '../src/simulation/run-settings.ts';
import type { SessionFeed } from '../src/simulation/session-feed.ts';
import type { SimulationSettings } from '../src/simulation/settings.ts';
import { SimulatedExchange } from '../src/simulation/simulated-exchange.ts';

const SEED = 1;

/** Keeps a copy of every event, one batch for each session. */
class RecordingJournal extends NullJournal implements Journal {
  readonly batches: EventBatch[] = [];
  private readonly capacity: number;

  constructor(capacity: number) {
    super();
    this.capacity = capacity;
  }

  override event(batch?: EventBatch, index?: number): void {
    if (batch!.kindAt(index!) === Kind.epochStart) this.batches.push(new EventBatch(this.capacity));
    this.batches.at(-1)!.pushFrom(batch!, index!);
  }
}

export interface DriveParts {
  readonly plan: RunPlan;
  readonly feeds: Iterable<SessionFeed>;
  readonly simulation: SimulationSettings;
  readonly predictor: Predictor;
  readonly journal: Journal;
}

/** A whole run as a backtest makes it, with another predictor and journal. */
export async function driveSessions({ plan, feeds, simulation, predictor, journal }: DriveParts): Promise<Engine> {
  const engine = makeEngine(plan, engineSettingsFor(simulation));
  const exchange = new SimulatedExchange({ days: feeds, settings: simulation, seed: SEED, firstSeq: 0 });
  await drive({ engine, exchange, journal, predictors: new Map([[plan.strategy.name, predictor]]) });
  return engine;
}

export async function recordSessions(
  parts: Omit<DriveParts, 'journal'>,
  eventsPerSession: number,
): Promise<readonly EventBatch[]> {
  const journal = new RecordingJournal(eventsPerSession);
  await driveSessions({ ...parts, journal });
  return journal.batches;
}

/** Sends the recorded events through a fresh engine; gives the number of decisions. Effects are counted and dropped. */
export function processRecorded(plan: RunPlan, simulation: SimulationSettings, batches: readonly EventBatch[]): number {
  const engine = makeEngine(plan, engineSettingsFor(simulation));
  const { effects } = engine;
  for (const batch of batches) {
    for (let index = 0; index < batch.length; index++) {
      engine.process(batch, index);
      if (effects.length > 0) effects.length = 0;
    }
  }
  return engine.context.decisions;
}

/** The physical limit to compare with: every record is looked at, and nothing is done. */
export function readRecorded(batches: readonly EventBatch[]): number {
  let sum = 0;
  for (const batch of batches) {
    for (let index = 0; index < batch.length; index++) sum += batch.receivedTimeUsAt(index);
  }
  return sum;
}

export function recordsIn(batches: readonly EventBatch[]): number {
  return batches.reduce((sum, { length }) => sum + length, 0);
}
