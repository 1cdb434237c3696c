// Candles in; their money flow index, 0..100, out.

import type { Candle } from '../../candles/candle.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * TA-Lib MFI: typical price × volume of the candles whose typical price rose, over that of those whose it rose or fell, in the last
 * `period` candles; first value at candle `period` + 1.
 */
export class MoneyFlowIndex {
  private readonly rises: RollingSum;
  private readonly falls: RollingSum;
  private previous = Number.NaN;

  constructor(period: number) {
    this.rises = new RollingSum(period);
    this.falls = new RollingSum(period);
  }

  /** The window is whole and money flowed in it. */
  get ready(): boolean {
    return this.rises.ready && this.rises.value + this.falls.value > 0;
  }

  /** 0..100; meaningless unless `ready`. */
  get value(): number {
    return 100 * (this.rises.value / (this.rises.value + this.falls.value));
  }

  push(candle: Candle): void {
    const { previous } = this;
    const typical = (candle.high + candle.low + candle.close) / 3;
    this.previous = typical;
    if (Number.isNaN(previous)) return;
    const flow = typical * candle.volume;
    this.rises.push(typical > previous ? flow : 0);
    this.falls.push(typical < previous ? flow : 0);
  }
}
