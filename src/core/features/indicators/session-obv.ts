// Candles in; the on-balance volume of the session so far, in contracts, out.

import type { Candle } from '../../candles/candle.ts';

/** TA-Lib OBV of each session alone: begins with the volume of its first candle. A start in the middle of a session has no value until the next. */
export class SessionObv {
  ready = false;
  /** Meaningless until `ready`. */
  value = Number.NaN;
  private previous = Number.NaN;

  push(candle: Candle): void {
    const { close, volume } = candle;
    if (candle.firstOfSession) {
      this.value = volume;
      this.ready = true;
    } else if (close > this.previous) this.value += volume;
    else if (close < this.previous) this.value -= volume;
    this.previous = close;
  }
}
