// A validation and what is validated in; gates that say what is left of its result with slow orders, with a gap at each open, and on its worst days, out.

import { e4ToBrl } from '../../core/account/money.ts';
import { sessionResultOf } from '../../research/report/run-result.ts';
import { sessionStatistics } from '../../research/statistics/session-statistics.ts';
import type { SimulatedRun, SimulatedRunOptions } from '../../runner/simulated-run.ts';
import type { CheckedGate } from '../release/gate.ts';
import { GappedFeeds } from './gapped-feeds.ts';
import { brlText, FIX_SIZE, worstDaysGate } from './worst-days-gate.ts';

export const LATENCY_FACTOR = 3;
/** Of the price: more than nine of ten nights move WDO. */
export const GAP_SHARE = 0.01;

/** Runs the validation again under other conditions, recorded as a check of it. */
export type StressedRun = (name: string, changes: Partial<SimulatedRunOptions>) => Promise<SimulatedRun>;

/** Values and limits are net results in BRL over the validated days. */
export async function stressGates(
  validation: SimulatedRun,
  { home, capitalBrl }: { readonly home: string; readonly capitalBrl: number },
  run: StressedRun,
): Promise<readonly CheckedGate[]> {
  const slow = netBrl(await run(`latency-${LATENCY_FACTOR}`, { worse: { latencyFactor: LATENCY_FACTOR } }));
  const gaps: number[] = [];
  for (const [name, share] of [
    ['gap-up', GAP_SHARE],
    ['gap-down', -GAP_SHARE],
  ] as const) {
    gaps.push(netBrl(await run(name, { changedFeeds: (feeds) => new GappedFeeds(feeds, share) })));
  }
  const { daily } = sessionStatistics(sessionResultOf(validation, ''));
  const dailyNetE4 = daily.map(({ netE4 }) => netE4);
  const percent = GAP_SHARE * 100;
  return [
    netGate('stressLatency', slow, `Orders and answers taking ${LATENCY_FACTOR} times as long leave`),
    netGate('stressGap', Math.min(...gaps), `Sessions that open ${percent} % higher, or lower, leave at worst`),
    worstDaysGate(home, dailyNetE4, capitalBrl),
  ];
}

function netGate(id: string, value: number, says: string): CheckedGate {
  const reason = `${says} ${brlText(value)}`;
  return value >= 0
    ? { id, passed: true, value, limit: 0, reason, fix: '' }
    : { id, passed: false, value, limit: 0, reason, fix: FIX_SIZE };
}

function netBrl(run: SimulatedRun): number {
  return e4ToBrl(sessionStatistics(sessionResultOf(run, '')).netE4);
}
