// Closes in; Wilder's relative strength index in 0..100 out.

import { WilderAverage } from './wilder-average.ts';

/**
 * TA-Lib RSI: Wilder averages of rises and falls, seeded by the mean of the first `period` changes; first value at close
 * `period` + 1. Where nothing has moved at all it is not ready (TA-Lib gives 0).
 */
export class Rsi {
  ready = false;
  /** 0..100; meaningless until `ready`. */
  value = Number.NaN;
  /** Rises minus falls over their sum, −100..100: Chande's momentum with Wilder's averages, as TA-Lib CMO; meaningless until `ready`. */
  balance = Number.NaN;
  private readonly rises: WilderAverage;
  private readonly falls: WilderAverage;
  private previous = Number.NaN;
  private started = false;

  constructor(period: number) {
    this.rises = new WilderAverage(period);
    this.falls = new WilderAverage(period);
  }

  push(close: number): void {
    if (this.started) {
      const change = close - this.previous;
      this.rises.push(change > 0 ? change : 0);
      this.falls.push(change < 0 ? -change : 0);
      const movement = this.rises.value + this.falls.value;
      this.ready = this.rises.ready && movement > 0;
      if (this.ready) {
        this.value = 100 * (this.rises.value / movement);
        this.balance = 100 * ((this.rises.value - this.falls.value) / movement);
      }
    }
    this.previous = close;
    this.started = true;
  }
}
