// Candles in; the negative or positive volume index of the session so far out.

import type { Candle } from '../../candles/candle.ts';

/** Where each session begins. */
export const VOLUME_INDEX_BASE = 1000;

/**
 * Takes the return of those candles whose volume fell (`side` −1) or rose (1) against the candle before. A start in the middle of a session,
 * or a close of 0 or below, has no value until the next session.
 */
export class SessionVolumeIndex {
  ready = false;
  /** Meaningless until `ready`. */
  value = Number.NaN;
  private readonly side: -1 | 1;
  private previousClose = Number.NaN;
  private previousVolume = Number.NaN;

  constructor(side: -1 | 1) {
    this.side = side;
  }

  push(candle: Candle): void {
    const { close, volume } = candle;
    if (!(close > 0)) this.ready = false;
    else if (candle.firstOfSession) {
      this.value = VOLUME_INDEX_BASE;
      this.ready = true;
    } else if (this.ready && (volume - this.previousVolume) * this.side > 0) {
      this.value += (this.value * (close - this.previousClose)) / this.previousClose;
    }
    this.previousClose = close;
    this.previousVolume = volume;
  }
}
