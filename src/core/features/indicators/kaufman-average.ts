// Prices in; Kaufman's adaptive moving average out.

import { Ring } from './ring.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * TA-Lib KAMA: efficiency = |x − x[period]| / Σ|x − x[1]| over `period` moves, 1 where nothing moved; weight = (efficiency × (2 / (fast + 1) −
 * 2 / (slow + 1)) + 2 / (slow + 1))². Starts from the price before the first weight: first value at price `period` + 1.
 */
export class KaufmanAverage {
  ready = false;
  /** Meaningless until `ready`. */
  value = Number.NaN;
  private readonly period: number;
  private readonly slowest: number;
  private readonly span: number;
  private readonly prices: Ring;
  private readonly path: RollingSum;

  /** `fast` must be below `slow`. */
  constructor(period: number, fast: number, slow: number) {
    this.period = period;
    this.slowest = 2 / (slow + 1);
    this.span = 2 / (fast + 1) - this.slowest;
    this.prices = new Ring(period + 1);
    this.path = new RollingSum(period);
  }

  push(x: number): void {
    const { prices, path } = this;
    prices.push(x);
    if (prices.size === 1) return;
    const before = prices.at(1);
    path.push(Math.abs(x - before));
    if (!path.ready) return;
    const efficiency = path.value > 0 ? Math.min(1, Math.abs(x - prices.at(this.period)) / path.value) : 1;
    const root = efficiency * this.span + this.slowest;
    const start = this.ready ? this.value : before;
    this.value = start + (x - start) * (root * root);
    this.ready = true;
  }
}
