// A candle and its average true range in; the supertrend line and its direction out.

import type { Candle } from '../../candles/candle.ts';

/**
 * Bands of `multiple` ATRs around (h + l) / 2 that only tighten until a close has crossed them; the line is the lower band in an upward
 * trend and the upper band in a downward one. Begins downward at the first candle with an ATR, as TradingView's ta.supertrend does.
 */
export class Supertrend {
  ready = false;
  /** Points; meaningless until `ready`. */
  line = Number.NaN;
  /** +1 upward, the line below the close; −1 downward. */
  direction = -1;
  private readonly multiple: number;
  private upper = Number.NaN;
  private lower = Number.NaN;
  private previousClose = Number.NaN;

  constructor(multiple: number) {
    this.multiple = multiple;
  }

  /** Only where the ATR, in points, has a value. */
  push(candle: Candle, atr: { readonly value: number }): void {
    const middle = (candle.high + candle.low) / 2;
    const distance = this.multiple * atr.value;
    const upper = middle + distance;
    const lower = middle - distance;
    if (this.ready) {
      if (upper < this.upper || this.previousClose > this.upper) this.upper = upper;
      if (lower > this.lower || this.previousClose < this.lower) this.lower = lower;
      if (this.direction < 0) this.direction = candle.close > this.upper ? 1 : -1;
      else this.direction = candle.close < this.lower ? -1 : 1;
    } else {
      this.upper = upper;
      this.lower = lower;
      this.ready = true;
    }
    this.line = this.direction > 0 ? this.lower : this.upper;
    this.previousClose = candle.close;
  }
}
