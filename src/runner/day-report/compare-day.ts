// The records of a run and of a backtest of the same day in; all differences in order of time, by cause, with their money, out.

import type { Instrument } from '../../core/market/instrument.ts';
import { compareDecisions } from './compare-decisions.ts';
import { compareTrades, type TradePair } from './compare-trades.ts';
import type { DayRecord } from './day-record.ts';
import type { DayDifference, DifferenceCause } from './difference.ts';
import { type StageLatency, stageLatencies } from './latencies.ts';

export interface CauseCount {
  readonly cause: DifferenceCause;
  readonly count: number;
  /** Before costs, E4. */
  readonly effectE4: number;
}

export interface DayComparison {
  readonly agrees: boolean;
  readonly decisions: { readonly run: number; readonly beside: number; readonly same: number };
  /** Decisions with the same outcome from other inputs, by the first input that differs. */
  readonly otherInputs: Readonly<Record<string, number>>;
  readonly trades: readonly TradePair[];
  /** Results before costs, E4; the effects of the differences add up to run less beside. */
  readonly runE4: number;
  readonly besideE4: number;
  /** A row each; the counts of `causes` add up to `places`. */
  readonly differences: readonly DayDifference[];
  /** Decisions and trades that differ: rows with their numbers. */
  readonly places: number;
  readonly causes: readonly CauseCount[];
  readonly runLatencies: readonly StageLatency[];
  readonly besideLatencies: readonly StageLatency[];
}

export function compareDay(
  run: DayRecord,
  beside: DayRecord,
  instrumentOf: (contract: string) => Instrument | undefined,
): DayComparison {
  const decisions = compareDecisions(run, beside);
  const trades = compareTrades(run, beside, decisions.pairs, instrumentOf);
  const differences = [...decisions.differences, ...trades.differences].sort((a, b) => a.timeUs - b.timeUs);
  return {
    agrees: differences.length === 0,
    decisions: { run: run.decisions.length, beside: beside.decisions.length, same: decisions.same },
    otherInputs: decisions.otherInputs,
    trades: trades.pairs,
    ...{ runE4: trades.runE4, besideE4: trades.besideE4, differences },
    places: differences.reduce((sum, { count }) => sum + count, 0),
    causes: causesOf(differences),
    runLatencies: stageLatencies(run),
    besideLatencies: stageLatencies(beside),
  };
}

function causesOf(differences: readonly DayDifference[]): readonly CauseCount[] {
  const found = new Map<DifferenceCause, { count: number; effectE4: number }>();
  for (const { cause, count, effectE4 } of differences) {
    const there = found.get(cause) ?? { count: 0, effectE4: 0 };
    found.set(cause, { count: there.count + count, effectE4: there.effectE4 + (effectE4 ?? 0) });
  }
  return [...found].map(([cause, counted]) => ({ cause, ...counted })).sort((a, b) => b.count - a.count);
}
