// Candles in; the volume-weighted average price of the session so far, in points, out.

import type { Candle } from '../../candles/candle.ts';

/**
 * Sum of typical price (high + low + close) / 3 × volume over the sum of volume, begun anew at each session's first candle. A start in the
 * middle of a session gives no value until the next session: a part of a session is not its average.
 */
export class SessionVwap {
  private turnover = 0;
  private volume = 0;
  private inSession = false;

  get ready(): boolean {
    return this.inSession && this.volume > 0;
  }

  /** Points; meaningless until `ready`. */
  get value(): number {
    return this.turnover / this.volume;
  }

  push(candle: Candle): void {
    if (candle.firstOfSession) {
      this.turnover = 0;
      this.volume = 0;
      this.inSession = true;
    }
    this.turnover += ((candle.high + candle.low + candle.close) / 3) * candle.volume;
    this.volume += candle.volume;
  }
}
