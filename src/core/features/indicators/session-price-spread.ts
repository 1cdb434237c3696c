// Candles in; mean and standard deviation of the session's typical prices, weighted by volume, in points, out.

import type { Candle } from '../../candles/candle.ts';

/**
 * Typical price (high + low + close) / 3 of each candle since the session's first one. Updated by West's formula (1979), which subtracts no
 * large sums: exactly 0 where all prices are equal. Not ready until a session's first candle was seen and contracts were traded.
 */
export class SessionPriceSpread {
  /** Points; the session vwap. Meaningless until `ready`, as is the deviation. */
  mean = Number.NaN;
  private squares = Number.NaN;
  private volume = 0;
  private inSession = false;

  get ready(): boolean {
    return this.inSession && this.volume > 0;
  }

  /** Points; divisor is the session's volume. */
  get deviation(): number {
    return Math.sqrt(this.squares / this.volume);
  }

  push(candle: Candle): void {
    if (candle.firstOfSession) {
      this.mean = 0;
      this.squares = 0;
      this.volume = 0;
      this.inSession = true;
    }
    if (!(this.inSession && candle.volume > 0)) return;
    const price = (candle.high + candle.low + candle.close) / 3;
    this.volume += candle.volume;
    const step = price - this.mean;
    this.mean = this.volume === candle.volume ? price : this.mean + (step * candle.volume) / this.volume;
    this.squares += candle.volume * step * (price - this.mean);
  }
}
