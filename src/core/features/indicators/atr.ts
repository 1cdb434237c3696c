// High, low and close in; the average true range in points out.

import { TrueRange } from './true-range.ts';
import { WilderAverage } from './wilder-average.ts';

/** TA-Lib ATR: Wilder average of the true range, seeded by the mean of its first `period` values; first value at candle `period` + 1. */
export class Atr {
  private readonly range = new TrueRange();
  private readonly average: WilderAverage;

  constructor(period: number) {
    this.average = new WilderAverage(period);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  /** Points; meaningless until `ready`. */
  get value(): number {
    return this.average.value;
  }

  push(high: number, low: number, close: number): void {
    this.range.push(high, low, close);
    if (this.range.ready) this.average.push(this.range.value);
  }
}
