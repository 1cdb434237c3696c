// Repeated days of ticks in; what one more day leaves behind in the heap and in the process out.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { NullJournal } from '../src/adapters/journal/null-journal.ts';
import { assert } from '../src/core/assert.ts';
import type { SessionFeed } from '../src/simulation/session-feed.ts';
import { simulationSettings } from '../src/simulation/settings.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { benchPlan } from './bench-plan.ts';
import { type Figure, figure } from './figure.ts';
import { fixedPredictor } from './fixed-predictor.ts';
import { driveSessions } from './recorded-sessions.ts';
import { repeatedSessions } from './repeated-sessions.ts';

const DAYS = 12;
const QUICK_DAYS = 3;
/** Days until code is compiled and buffers have found their size. */
const SETTLING_DAYS = 2;
const GOAL_MB = 50;
const MB = 1e6;

interface Usage {
  readonly heapMb: number;
  readonly rssMb: number;
}

export async function memory(options: BenchOptions): Promise<readonly Figure[]> {
  const base = await baseDay(options);
  const plan = await benchPlan(base.contract);
  const days = options.quick ? QUICK_DAYS : DAYS;
  const feeds = repeatedSessions(base, base.market, days + 1, plan.warmupCandles);
  const usages: Usage[] = [];
  const parts = { plan, simulation: simulationSettings('ticks'), predictor: fixedPredictor };
  await driveSessions({ ...parts, feeds: measured(feeds, usages), journal: new NullJournal() });
  await plan.model?.predictor.close();
  const [settled, last] = [usages[SETTLING_DAYS], usages.at(-1)];
  assert(settled !== undefined && last !== undefined, 'too few days were run');
  const spanDays = usages.length - 1 - SETTLING_DAYS;
  const note = `${base.name}, ${spanDays} days after ${SETTLING_DAYS} to settle, garbage collected at each end`;
  const goal = { kind: 'most', value: GOAL_MB } as const;
  return [
    figure('memory.heap-per-day', (last.heapMb - settled.heapMb) / Math.max(1, spanDays), 'MB', { goal, note }),
    figure('memory.rss-per-day', (last.rssMb - settled.rssMb) / Math.max(1, spanDays), 'MB', { goal, note }),
    figure('memory.rss', last.rssMb, 'MB', { note: 'the whole process, with Node and onnxruntime' }),
  ];
}

/** Looks at the memory before each session is made: the day before has been let go by then. */
function* measured(feeds: Iterable<SessionFeed>, usages: Usage[]): Generator<SessionFeed> {
  for (const feed of feeds) {
    usages.push(usageNow());
    yield feed;
  }
}

function usageNow(): Usage {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heapMb: (heapUsed + arrayBuffers) / MB, rssMb: rss / MB };
}
