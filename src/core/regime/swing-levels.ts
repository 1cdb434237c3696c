// Highs or lows of candles in; the price levels at which the market turned, while they last, out.

import { Ring } from '../features/indicators/ring.ts';

export interface SwingLevelRules {
  /** `high` keeps turning points above (resistance), `low` below (support). */
  readonly side: 'high' | 'low';
  /** Candles on each side that a swing must exceed; it is known that many candles later. */
  readonly swingCandles: number;
  /** Candles after its last touch at which a level is forgotten. */
  readonly maxAgeCandles: number;
  /** Swings at a level before it counts. */
  readonly minTouches: number;
}

/** The levels kept at once; the one touched longest ago makes room. */
const MOST_LEVELS = 16;

/**
 * A swing high is a high above the `swingCandles` highs before it and not below as many after it (of equal neighbours the first
 * counts); a swing low mirrors it. A swing within the tolerance of a level touches it and moves the level to its own price;
 * else it begins a level. A candle that closes beyond a level by more than the tolerance ends it.
 */
export class SwingLevels {
  private readonly rules: SwingLevelRules;
  /** Prices with the sign that makes the side's extreme a maximum. */
  private readonly extremes: Ring;
  private readonly sign: number;
  private readonly prices = new Float64Array(MOST_LEVELS);
  private readonly touches = new Int32Array(MOST_LEVELS);
  private readonly ages = new Int32Array(MOST_LEVELS);
  private count = 0;
  // between two methods numbers travel in fields: as arguments of a function that is not inlined each would cost memory
  private extreme = Number.NaN;
  private tolerance = Number.NaN;
  private broken = Number.NaN;
  private wanted = Number.NaN;
  /** The level that `seek` found, in points. */
  level = Number.NaN;

  constructor(rules: SwingLevelRules) {
    this.rules = rules;
    this.sign = rules.side === 'high' ? 1 : -1;
    this.extremes = new Ring(2 * rules.swingCandles + 1);
  }

  /** Takes the candle's high (or low) and close; `tolerance` in points says which swings are one level, and how far beyond it ends. */
  push(extreme: number, close: number, tolerance: number): void {
    this.extreme = this.sign * extreme;
    this.tolerance = tolerance;
    this.broken = this.sign * close - tolerance;
    this.step();
  }

  private step(): void {
    this.extremes.push(this.extreme);
    this.age();
    if (this.isSwing()) this.touch();
  }

  /** True where a level is known; the one nearest to `price` then stands in `level`. */
  seek(price: number): boolean {
    this.wanted = this.sign * price;
    return this.find();
  }

  private find(): boolean {
    let nearest = -1;
    const { wanted } = this;
    for (let i = 0; i < this.count; i++) {
      if (this.touches[i]! < this.rules.minTouches) continue;
      if (nearest < 0 || Math.abs(this.prices[i]! - wanted) < Math.abs(this.prices[nearest]! - wanted)) nearest = i;
    }
    if (nearest < 0) return false;
    this.level = this.sign * this.prices[nearest]!;
    return true;
  }

  /** The candle in the middle of those held is the extreme of them. */
  private isSwing(): boolean {
    if (!this.extremes.full) return false;
    const k = this.rules.swingCandles;
    const middle = this.extremes.at(k);
    for (let i = 1; i <= k; i++) {
      if (this.extremes.at(k + i) >= middle || this.extremes.at(k - i) > middle) return false;
    }
    return true;
  }

  /** Forgets levels that are too old or below `broken`, in signed points. */
  private age(): void {
    const { broken } = this;
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      const age = this.ages[i]! + 1;
      if (age > this.rules.maxAgeCandles || this.prices[i]! < broken) continue;
      this.prices[kept] = this.prices[i]!;
      this.touches[kept] = this.touches[i]!;
      this.ages[kept] = age;
      kept++;
    }
    this.count = kept;
  }

  private touch(): void {
    const { tolerance } = this;
    const price = this.extremes.at(this.rules.swingCandles);
    let slot = this.count;
    for (let i = 0; i < this.count; i++) {
      const distance = Math.abs(this.prices[i]! - price);
      if (distance > tolerance) continue;
      if (slot === this.count || distance < Math.abs(this.prices[slot]! - price)) slot = i;
    }
    if (slot === this.count) {
      if (this.count === MOST_LEVELS) slot = this.oldest();
      else this.count++;
      this.touches[slot] = 0;
    }
    this.prices[slot] = price;
    this.touches[slot] = this.touches[slot]! + 1;
    this.ages[slot] = this.rules.swingCandles;
  }

  private oldest(): number {
    let oldest = 0;
    for (let i = 1; i < this.count; i++) if (this.ages[i]! > this.ages[oldest]!) oldest = i;
    return oldest;
  }
}
