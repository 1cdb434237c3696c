// Candles in; the price-volume trend of the session so far, in contracts, out.

import type { Candle } from '../../candles/candle.ts';

/**
 * Σ v × (c − c[1]) / c[1] since the session's first candle, where it is 0. A start in the middle of a session, or a close of 0 or below, has
 * no value until the next session.
 */
export class SessionPvt {
  ready = false;
  /** Meaningless until `ready`. */
  value = Number.NaN;
  private previous = Number.NaN;

  push(candle: Candle): void {
    const { close, volume } = candle;
    if (!(close > 0)) this.ready = false;
    else if (candle.firstOfSession) {
      this.value = 0;
      this.ready = true;
    } else if (this.ready) this.value += (volume * (close - this.previous)) / this.previous;
    this.previous = close;
  }
}
