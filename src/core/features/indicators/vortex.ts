// High, low and true range of candles in; the sums of upward and downward vortex movement and of true range of a window out.

import type { Candle } from '../../candles/candle.ts';
import { RollingSum } from './rolling-sum.ts';
import type { TrueRange } from './true-range.ts';

/** Botes and Siepman 2010. First at candle `period` + 1. */
export class Vortex {
  readonly up: RollingSum;
  readonly down: RollingSum;
  readonly ranges: RollingSum;
  private previousHigh = Number.NaN;
  private previousLow = Number.NaN;

  constructor(period: number) {
    this.up = new RollingSum(period);
    this.down = new RollingSum(period);
    this.ranges = new RollingSum(period);
  }

  /** The sums are whole and the window has a range. */
  get ready(): boolean {
    return this.ranges.ready && this.ranges.value > 0;
  }

  /** `range` has taken the candle already. */
  push(candle: Candle, range: TrueRange): void {
    if (range.ready) {
      this.up.push(Math.abs(candle.high - this.previousLow));
      this.down.push(Math.abs(candle.low - this.previousHigh));
      this.ranges.push(range.value);
    }
    this.previousHigh = candle.high;
    this.previousLow = candle.low;
  }
}
