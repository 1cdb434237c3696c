// One day of ticks in; steps per second of the simulated exchange with nobody listening, and the time a synthetic day takes.

import type { EventCursor } from '../src/core/engine/exchange.ts';
import { EventBatch } from '../src/core/market/event-batch.ts';
import { sessionOf } from '../src/core/market/session.ts';
import type { SessionFeed } from '../src/simulation/session-feed.ts';
import { simulationSettings } from '../src/simulation/settings.ts';
import { SimulatedExchange } from '../src/simulation/simulated-exchange.ts';
import { syntheticDay } from '../src/simulation/synthetic-market.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { readRecorded, recordsIn } from './recorded-sessions.ts';
import { repeatedSessions } from './repeated-sessions.ts';

const SESSIONS = 20;
const QUICK_SESSIONS = 2;
const WARMUP_CANDLES = 400;
const SYNTHETIC = { seed: 1, root: 'WDO', contract: 'WDOK20', isoDay: '2020-04-03', startPrice: 5200 } as const;

export async function simulation(options: BenchOptions): Promise<readonly Figure[]> {
  const base = await baseDay(options);
  const sessions = options.quick ? QUICK_SESSIONS : SESSIONS;
  const feeds = [...repeatedSessions(base, base.market, sessions, WARMUP_CANDLES)];
  const markets = feeds.map(({ market }) => market);
  const readS = await leastOf(options.runs, () => secondsOf(() => readRecorded(markets)));
  let steps = 0;
  const advanceS = await leastOf(options.runs, () =>
    secondsOf(async () => {
      steps = await advanceAll(feeds);
    }),
  );
  const session = sessionOf(SYNTHETIC.root, SYNTHETIC.isoDay)!;
  let records = 0;
  const dayS = await leastOf(options.runs, () =>
    secondsOf(() => {
      records = syntheticDay({ ...SYNTHETIC, session }).length;
    }),
  );
  const peer = { name: 'reading the market records', value: recordsIn(markets) / readS };
  return [
    figure('simulation.advance', steps / advanceS, 'events/s', { peer, note: `${base.name}, ${sessions} sessions` }),
    figure('simulation.synthetic-day', dayS * 1000, 'ms', { note: `${records} records` }),
  ];
}

async function advanceAll(feeds: Iterable<SessionFeed>): Promise<number> {
  const exchange = new SimulatedExchange({ days: feeds, settings: simulationSettings('ticks'), seed: 1, firstSeq: 0 });
  const cursor: EventCursor = { batch: new EventBatch(1), index: 0 };
  let steps = 0;
  while (await exchange.more()) while (exchange.advance(cursor)) steps += 1;
  return steps;
}
