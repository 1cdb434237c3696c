// Takes a seed and how good one rule is; gives the daily results of a search over a hundred rules on the same random days.

import { Random } from '../../../src/simulation/random.ts';

export interface SearchOptions {
  readonly seed: number;
  readonly days: number;
  /** Points that the planted rule is right by, each candle; 0 for pure noise. */
  readonly edgePoints: number;
  /** Points that each round trip costs. */
  readonly costPoints: number;
}

export interface SimulatedSearch {
  /** Net points of each day, by rule. */
  readonly trials: readonly Float64Array[];
  /** Costs and round trips of each rule over all days. */
  readonly costs: Float64Array;
  readonly trades: Int32Array;
}

const CANDLES = 24;
/** Of a candle, in points: a day moves some 40, as WDO does. */
const DEVIATION = 8.2;
const FAST = [1, 2, 3, 4, 6];
const SLOW = [5, 8, 12, 18, 30];
const THRESHOLDS = [0.2, 0.6];
/** Follow the crossing, or bet against it. */
const SIDES = [1, -1];
export const RULES = FAST.length * SLOW.length * THRESHOLDS.length * SIDES.length;
/** Fast 3, slow 12, the lower threshold, following. */
export const PLANTED = ((2 * SLOW.length + 2) * THRESHOLDS.length + 0) * SIDES.length;

/**
 * Averages that cross, on prices without memory but for what the planted rule knows: each candle moves by a normal number of its own and by
 * `edgePoints` in the direction of the planted rule's position. Days differ in volatility, so daily results have fat tails. Every
 * day begins and ends flat.
 */
export function simulatedSearch({ seed, days, edgePoints, costPoints }: SearchOptions): SimulatedSearch {
  const random = new Random(seed, 'simulated-search');
  const trials = Array.from({ length: RULES }, () => new Float64Array(days));
  const trades = new Int32Array(RULES);
  const positions = new Int8Array(RULES);
  const fast = new Float64Array(FAST.length);
  const slow = new Float64Array(SLOW.length);
  let volatility = 0;
  for (let day = 0; day < days; day += 1) {
    volatility = 0.9 * volatility + 0.15 * random.normal();
    const deviation = DEVIATION * Math.exp(volatility);
    positions.fill(0);
    fast.fill(0);
    slow.fill(0);
    let price = 0;
    for (let candle = 0; candle < CANDLES; candle += 1) {
      const move = deviation * random.normal() + edgePoints * positions[PLANTED]!;
      price += move;
      for (let rule = 0; rule < RULES; rule += 1) trials[rule]![day]! += positions[rule]! * move;
      for (const [at, length] of FAST.entries()) fast[at]! += (2 / (length + 1)) * (price - fast[at]!);
      for (const [at, length] of SLOW.entries()) slow[at]! += (2 / (length + 1)) * (price - slow[at]!);
      decide(fast, slow, deviation, candle === CANDLES - 1, positions, (rule) => {
        trades[rule]! += 1;
        trials[rule]![day]! -= costPoints;
      });
    }
  }
  return { trials, trades, costs: Float64Array.from(trades, (count) => count * costPoints) };
}

/** Moves all positions; tells each that is entered. */
function decide(
  fast: Float64Array,
  slow: Float64Array,
  deviation: number,
  isLast: boolean,
  positions: Int8Array,
  onEntry: (rule: number) => void,
): void {
  if (isLast) return;
  let rule = 0;
  for (let at = 0; at < fast.length; at += 1) {
    for (let other = 0; other < slow.length; other += 1) {
      const strength = (fast[at]! - slow[other]!) / deviation;
      for (const threshold of THRESHOLDS) {
        const direction = strength > threshold ? 1 : strength < -threshold ? -1 : 0;
        for (const side of SIDES) {
          const wanted = direction * side;
          if (wanted !== 0 && wanted !== positions[rule]) onEntry(rule);
          positions[rule] = wanted;
          rule += 1;
        }
      }
    }
  }
}
