// One day of one-minute bars, repeated; candles per second through the engine alone, and through a whole backtest loop.

import { NullJournal } from '../src/adapters/journal/null-journal.ts';
import { assert } from '../src/core/assert.ts';
import { countBars } from '../src/core/candles/last-candles.ts';
import { EventBatch } from '../src/core/market/event-batch.ts';
import { I32_KIND, RECORD_I32 } from '../src/core/market/event-record.ts';
import { simulationSettings } from '../src/simulation/settings.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { benchPlan } from './bench-plan.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { fixedPredictor } from './fixed-predictor.ts';
import { driveSessions, processRecorded, readRecorded, recordSessions } from './recorded-sessions.ts';
import { minuteBars, repeatedSessions } from './repeated-sessions.ts';

const SESSIONS = 200;
const QUICK_SESSIONS = 3;
const GOAL = 300_000;
const MINUTE_US = 60_000_000;

export async function engineCandles(options: BenchOptions): Promise<readonly Figure[]> {
  const base = await baseDay(options);
  const plan = await benchPlan(base.contract);
  const simulation = simulationSettings('bars', { clockTickUs: MINUTE_US });
  const sessions = options.quick ? QUICK_SESSIONS : SESSIONS;
  const market = withoutWarmupFlag(minuteBars(base));
  const feeds = [...repeatedSessions(base, market, sessions, plan.warmupCandles)];
  const parts = { plan, feeds, simulation, predictor: fixedPredictor };
  const batches = await recordSessions(parts, market.length * 4);
  // warm-up candles pass through the same features and regime
  const candles = batches.reduce((sum, batch) => sum + countBars(batch), 0);

  const readS = await leastOf(options.runs, () => secondsOf(() => readRecorded(batches)));
  let decisions = 0;
  const aloneS = await leastOf(options.runs, () =>
    secondsOf(() => {
      decisions = processRecorded(plan, simulation, batches);
    }),
  );
  const driveS = await leastOf(options.runs, () =>
    secondsOf(() => driveSessions({ ...parts, journal: new NullJournal() })),
  );
  await plan.model?.predictor.close();
  assert(decisions > 0, 'no decision was taken');

  const warm = Math.round((100 * countBars(feeds[0]!.warmup) * sessions) / candles);
  const note = `${base.name}, ${sessions} sessions, ${candles} candles (${warm} % warm-up), ${decisions} decisions`;
  const peer = { name: 'reading the same events', value: candles / readS };
  const goal = { kind: 'least', value: GOAL } as const;
  return [
    figure('engine-candles.alone', candles / aloneS, 'candles/s', { goal, peer, note }),
    figure('engine-candles.drive', candles / driveS, 'candles/s', {
      goal,
      peer,
      note: 'simulated exchange and loop as well',
    }),
  ];
}

function withoutWarmupFlag(bars: EventBatch): EventBatch {
  const out = new EventBatch(bars.length);
  for (let index = 0; index < bars.length; index++) {
    const i = out.pushFrom(bars, index) * RECORD_I32;
    out.i32[i + I32_KIND]! &= 0xff;
  }
  return out;
}
