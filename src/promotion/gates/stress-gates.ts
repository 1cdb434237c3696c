// A validation and what is validated in; gates that say what is left of its result with slow orders, with a gap at each open, and on its worst days, out.

import { e4ToBrl } from '../../core/account/money.ts';
import { sessionResultOf } from '../../research/report/run-result.ts';
import { sessionStatistics } from '../../research/statistics/session-statistics.ts';
import type { SimulatedRun, SimulatedRunOptions } from '../../runner/simulated-run.ts';
import type { CheckedGate } from '../release/gate.ts';
import { GappedFeeds } from './gapped-feeds.ts';

export const LATENCY_FACTOR = 3;
/** Of the price: more than nine of ten nights move WDO. */
export const GAP_SHARE = 0.01;
export const WORST_DAYS = 20;

/** Runs the validation again under other conditions, recorded as a check of it. */
export type StressedRun = (name: string, changes: Partial<SimulatedRunOptions>) => Promise<SimulatedRun>;

const FIX_SIZE = 'Validate on more days, trade less often or for more; or sign for it, with a size that bears the loss';

/** Values and limits are net results in BRL over the validated days. */
export async function stressGates(
  validation: SimulatedRun,
  { capitalBrl, worstDaysLoss }: { readonly capitalBrl: number; readonly worstDaysLoss: number },
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
  const percent = GAP_SHARE * 100;
  return [
    netGate('stressLatency', slow, `Orders and answers taking ${LATENCY_FACTOR} times as long leave`),
    netGate('stressGap', Math.min(...gaps), `Sessions that open ${percent} % higher, or lower, leave at worst`),
    worstDaysGate(validation, capitalBrl, worstDaysLoss),
  ];
}

function netGate(id: string, value: number, says: string): CheckedGate {
  const reason = `${says} ${brlText(value)}`;
  return value >= 0
    ? { id, passed: true, value, limit: 0, reason, fix: '' }
    : { id, passed: false, value, limit: 0, reason, fix: FIX_SIZE };
}

function worstDaysGate(validation: SimulatedRun, capitalBrl: number, worstDaysLoss: number): CheckedGate {
  const { daily } = sessionStatistics(sessionResultOf(validation, ''));
  const worst = daily.map(({ netE4 }) => netE4).sort((a, b) => a - b);
  const days = Math.min(WORST_DAYS, worst.length);
  const value = e4ToBrl(worst.slice(0, days).reduce((sum, net) => sum + net, 0));
  const limit = -worstDaysLoss * capitalBrl;
  const base = { id: 'stressWorstDays', value, limit } as const;
  const reason = `Its ${days} worst days together made ${brlText(value)}; ${brlText(limit)} is the most they may lose`;
  return value >= limit
    ? { ...base, passed: true, reason, fix: '' }
    : { ...base, passed: false, reason, fix: FIX_SIZE };
}

function netBrl(run: SimulatedRun): number {
  return e4ToBrl(sessionStatistics(sessionResultOf(run, '')).netE4);
}

function brlText(value: number): string {
  return `R$ ${value.toFixed(2)}`;
}
