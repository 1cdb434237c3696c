// What the ensemble said along several validation paths, and what came of it after costs, in; thresholds per regime that pay on all of them out.

import type { RegimeThresholds } from '../../core/prediction/model-manifest.ts';
import { atLevel, lowestThresholds, sortedByGate } from '../training/fit-thresholds.ts';
import { type GateValues, passes } from '../training/gate-values.ts';

/** What is known of a row beside its prediction. */
export interface TradeOutcomes {
  /** By row: exit / entry − 1. */
  readonly forwardReturn: Float64Array;
  readonly entryPrice: Float64Array;
  /** By row: when it is decided, and when the position would be closed, microseconds. */
  readonly decidedUs: Float64Array;
  readonly knownUs: Float64Array;
}

export interface PathRules {
  /** Of a round trip, slippage included, in points. */
  readonly costPoints: number;
  /** Of the instrument, in points: a signal must expect its costs and this. */
  readonly tickPoints: number;
  /** Trades that every path must have for a level to be believed. */
  readonly leastTrades: number;
}

export interface PathThresholds {
  readonly thresholds: RegimeThresholds;
  /** By path: trades, and what they returned together after costs, a fraction. */
  readonly trades: readonly number[];
  readonly netReturn: readonly number[];
  /** Every path has enough trades and a return above 0. Found on the same rows that it was fitted on: necessary, not sufficient. */
  readonly paysOnAllPaths: boolean;
}

/** Quantile levels that are tried, as a share of this; the floors alone are one more. */
const LEVELS = 100;

/**
 * All five thresholds stand at the same quantile of their own values, never below their floors, and the magnitude never below costs plus a
 * tick at the lowest price of the rows. Of all levels with enough trades on every path the one whose worst path returned most; where no
 * level has enough, the lowest, and it does not count as paying. A row that comes while a trade of its path is open is no trade.
 * `paths` by path in the order of time, all of one regime; one row at least.
 */
export function pathThresholds(
  paths: readonly (readonly GateValues[])[],
  outcomes: TradeOutcomes,
  rules: PathRules,
): PathThresholds {
  const pooled = paths.flat();
  const lowest = lowestThresholds(payingReturn(pooled, outcomes, rules));
  const sorted = sortedByGate(pooled);
  let best = judged(paths, outcomes, rules, lowest);
  for (let level = 1; level < LEVELS; level++) {
    const found = judged(paths, outcomes, rules, atLevel(sorted, level / LEVELS, lowest));
    if (isBetter(found, best, rules)) best = found;
  }
  return best;
}

function payingReturn(values: readonly GateValues[], { entryPrice }: TradeOutcomes, rules: PathRules): number {
  let price = Number.POSITIVE_INFINITY;
  for (const { row } of values) price = Math.min(price, entryPrice[row]!);
  return (rules.costPoints + rules.tickPoints) / price;
}

function judged(
  paths: readonly (readonly GateValues[])[],
  outcomes: TradeOutcomes,
  rules: PathRules,
  thresholds: RegimeThresholds,
): PathThresholds {
  const results = paths.map((path) => traded(path, outcomes, rules.costPoints, thresholds));
  return {
    thresholds,
    trades: results.map(({ trades }) => trades),
    netReturn: results.map(({ netReturn }) => netReturn),
    paysOnAllPaths: results.every(({ trades, netReturn }) => trades >= rules.leastTrades && netReturn > 0),
  };
}

/** One position at a time, held until its label is known. */
export function traded(
  path: readonly GateValues[],
  { forwardReturn, entryPrice, decidedUs, knownUs }: TradeOutcomes,
  costPoints: number,
  thresholds: RegimeThresholds,
): { readonly trades: number; readonly netReturn: number } {
  let [trades, netReturn, openUntilUs] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const values of path) {
    const { row, signedDirection } = values;
    if (decidedUs[row]! < openUntilUs || !passes(values, thresholds)) continue;
    trades += 1;
    netReturn += Math.sign(signedDirection) * forwardReturn[row]! - costPoints / entryPrice[row]!;
    openUntilUs = knownUs[row]!;
  }
  return { trades, netReturn };
}

function isBetter(found: PathThresholds, best: PathThresholds, { leastTrades }: PathRules): boolean {
  const least = (each: PathThresholds): number => Math.min(...each.trades);
  if (least(found) < leastTrades) return false;
  return least(best) < leastTrades || Math.min(...found.netReturn) > Math.min(...best.netReturn);
}
