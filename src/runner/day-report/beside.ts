// A plan, the sessions of a day and the choices of a run in; what a backtest of the same day does, as a record, out.

import { NullJournal } from '../../adapters/journal/null-journal.ts';
import type { Predictor } from '../../core/prediction/predictor.ts';
import type { SessionFeed, SessionSource } from '../../simulation/session-feed.ts';
import type { SimulationSettings } from '../../simulation/settings.ts';
import { drive } from '../drive.ts';
import { makeEngine, type RunPlan } from '../run-plan.ts';
import type { Composition } from '../run-record.ts';
import { type DayRecord, DayRecorder } from './day-record.ts';

export interface BesideOptions {
  readonly plan: RunPlan;
  readonly composition: Composition;
  readonly days: SessionSource | Iterable<SessionFeed>;
  readonly simulation: SimulationSettings;
  readonly seed: number;
}

/** Settings of the engine and limits are those of the run: what differs is the market's way to it and the fills. */
export async function besideRun({ plan, composition, days, simulation, seed }: BesideOptions): Promise<DayRecord> {
  const { tighterLimits, engine: settings } = composition;
  const engine = makeEngine(plan, settings, { tighterLimits });
  const recorder = new DayRecorder();
  const exchange = new plan.code.SimulatedExchange({ days, settings: simulation, seed, firstSeq: 0 });
  const predictors = new Map<string, Predictor>();
  if (plan.model !== undefined) predictors.set(plan.strategy.name, plan.model.predictor);
  await drive({ engine, exchange, journal: new NullJournal(), predictors, observer: recorder });
  return recorder.record;
}
