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
const CROSSINGS = FAST.length * SLOW.length * THRESHOLDS.length;
/** Each crossing is followed by the rule 2 i, and bet against by the rule 2 i + 1. */
export const RULES = 2 * CROSSINGS;
/** Fast 3, slow 12, the lower threshold. */
const PLANTED_CROSSING = (2 * SLOW.length + 2) * THRESHOLDS.length;
export const PLANTED = 2 * PLANTED_CROSSING;

/**
 * Averages that cross, on prices without memory but for what the planted rule knows: each candle moves by a normal number of its own and by
 * `edgePoints` in the direction of the planted rule's position. Days differ in volatility, so daily results have fat tails. Every
 * day begins and ends flat.
 */
export function simulatedSearch({ seed, days, edgePoints, costPoints }: SearchOptions): SimulatedSearch {
  const random = new Random(seed, 'simulated-search');
  const trials = Array.from({ length: RULES }, () => new Float64Array(days));
  const trades = new Int32Array(RULES);
  const day = new CrossingDay();
  let volatility = 0;
  for (let at = 0; at < days; at += 1) {
    volatility = 0.9 * volatility + 0.15 * random.normal();
    day.run(random, DEVIATION * Math.exp(volatility), edgePoints);
    for (let crossing = 0; crossing < CROSSINGS; crossing += 1) {
      const [gain, entries] = [day.gains[crossing]!, day.entries[crossing]!];
      for (const [rule, side] of [
        [2 * crossing, 1],
        [2 * crossing + 1, -1],
      ] as const) {
        trials[rule]![at] = side * gain - entries * costPoints;
        trades[rule]! += entries;
      }
    }
  }
  return { trials, trades, costs: Float64Array.from(trades, (count) => count * costPoints) };
}

/** One day of all crossings; used again for the next one. */
class CrossingDay {
  /** Points of who follows, before costs, and how often a position was entered. */
  readonly gains = new Float64Array(CROSSINGS);
  readonly entries = new Int32Array(CROSSINGS);
  private readonly positions = new Int8Array(CROSSINGS);
  private readonly fast = new Float64Array(FAST.length);
  private readonly slow = new Float64Array(SLOW.length);

  run(random: Random, deviation: number, edgePoints: number): void {
    const { gains, positions, fast, slow } = this;
    for (const values of [gains, this.entries, positions, fast, slow]) values.fill(0);
    let price = 0;
    for (let candle = 0; candle < CANDLES; candle += 1) {
      const move = deviation * random.normal() + edgePoints * positions[PLANTED_CROSSING]!;
      price += move;
      for (let crossing = 0; crossing < CROSSINGS; crossing += 1) gains[crossing]! += positions[crossing]! * move;
      for (let at = 0; at < FAST.length; at += 1) fast[at]! += (2 / (FAST[at]! + 1)) * (price - fast[at]!);
      for (let at = 0; at < SLOW.length; at += 1) slow[at]! += (2 / (SLOW[at]! + 1)) * (price - slow[at]!);
      if (candle < CANDLES - 1) this.decide(deviation);
    }
  }

  private decide(deviation: number): void {
    const { positions, entries, fast, slow } = this;
    let crossing = 0;
    for (let at = 0; at < FAST.length; at += 1) {
      for (let other = 0; other < SLOW.length; other += 1) {
        const strength = (fast[at]! - slow[other]!) / deviation;
        for (let level = 0; level < THRESHOLDS.length; level += 1) {
          const threshold = THRESHOLDS[level]!;
          const wanted = strength > threshold ? 1 : strength < -threshold ? -1 : 0;
          if (wanted !== 0 && wanted !== positions[crossing]) entries[crossing]! += 1;
          positions[crossing] = wanted;
          crossing += 1;
        }
      }
    }
  }
}
