// One day of ticks, repeated to millions of events; events per second through the engine alone, and through a whole backtest loop.

import { NullJournal } from '../src/adapters/journal/null-journal.ts';
import { assert } from '../src/core/assert.ts';
import type { EventBatch } from '../src/core/market/event-batch.ts';
import { Kind } from '../src/core/market/event-record.ts';
import { simulationSettings } from '../src/simulation/settings.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { benchPlan } from './bench-plan.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { fixedPredictor } from './fixed-predictor.ts';
import { driveSessions, processRecorded, readRecorded, recordSessions, recordsIn } from './recorded-sessions.ts';
import { repeatedSessions } from './repeated-sessions.ts';

const EVENTS_LEAST = 5_000_000;
const QUICK_SESSIONS = 2;
const GOAL = 3_000_000;
/** Clock ticks of a session come on top of its market records. */
const TICKS_PER_SESSION = 34_000;

export async function engineTicks(options: BenchOptions): Promise<readonly Figure[]> {
  const base = await baseDay(options);
  const plan = await benchPlan(base.contract);
  const simulation = simulationSettings('ticks');
  const perSession = base.market.length + TICKS_PER_SESSION;
  const sessions = options.quick ? QUICK_SESSIONS : Math.ceil(EVENTS_LEAST / perSession) + 1;
  const feeds = [...repeatedSessions(base, base.market, sessions, plan.warmupCandles)];
  const parts = { plan, feeds, simulation, predictor: fixedPredictor };
  const batches = await recordSessions(parts, perSession);
  const events = recordsIn(batches);
  assert(options.quick || events >= EVENTS_LEAST, `${events} events are fewer than ${EVENTS_LEAST}`);
  const note = `${base.name}, ${sessions} sessions, ${mixOf(batches)}`;

  const readS = await leastOf(options.runs, () => secondsOf(() => readRecorded(batches)));
  let decisions = 0;
  const aloneS = await leastOf(options.runs, () =>
    secondsOf(() => {
      decisions = processRecorded(plan, simulation, batches);
    }),
  );
  let driven = 0;
  const driveS = await leastOf(options.runs, () =>
    secondsOf(async () => {
      driven = (await driveSessions({ ...parts, journal: new NullJournal() })).context.decisions;
    }),
  );
  await plan.model?.predictor.close();
  assert(decisions > 0 && decisions === driven, `${decisions} decisions alone, ${driven} in the loop`);

  const peer = { name: 'reading the same events', value: events / readS };
  const goal = { kind: 'least', value: GOAL } as const;
  const { trades, quotes, 'book changes': changes } = countsOf(batches);
  const market = trades + quotes + changes;
  const marketNote = `the same runs, only their ${market} trades, quotes and book changes counted: no clock ticks, no answers`;
  return [
    figure('engine-ticks.alone', events / aloneS, 'events/s', { goal, peer, note: `${note}, ${decisions} decisions` }),
    figure('engine-ticks.alone-market', market / aloneS, 'events/s', { note: marketNote }),
    figure('engine-ticks.drive', events / driveS, 'events/s', {
      goal,
      peer,
      note: 'simulated exchange and loop as well',
    }),
    figure('engine-ticks.drive-market', market / driveS, 'events/s', { note: marketNote }),
    figure('engine-ticks.read', events / readS, 'events/s', { note: 'one word of each record summed' }),
  ];
}

function countsOf(batches: readonly EventBatch[]) {
  const counts = { trades: 0, quotes: 0, 'book changes': 0, 'clock ticks': 0, others: 0 };
  for (const batch of batches) {
    for (let index = 0; index < batch.length; index++) {
      const kind = batch.kindAt(index);
      if (kind === Kind.trade) counts.trades += 1;
      else if (kind === Kind.quote) counts.quotes += 1;
      else if (kind === Kind.bookChange) counts['book changes'] += 1;
      else if (kind === Kind.clockTick) counts['clock ticks'] += 1;
      else counts.others += 1;
    }
  }
  return counts;
}

/** `33 % trades, 31 % quotes, 36 % clock ticks`: a rate means nothing without it. */
function mixOf(batches: readonly EventBatch[]): string {
  const total = recordsIn(batches);
  const shares = Object.entries(countsOf(batches)).filter(([, count]) => count > 0);
  return `${total} events: ${shares.map(([name, count]) => `${((100 * count) / total).toFixed(1)} % ${name}`).join(', ')}`;
}
