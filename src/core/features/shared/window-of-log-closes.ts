// Shared parts and a window in; the logarithms of its closes out.

import { StraightRing } from '../indicators/straight-ring.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Of the last `candles` closes as traded; empty after a price of 0 or below. */
export function windowOfLogCloses(shared: SharedParts, candles: number): StraightRing {
  return shared.part(`window of ${candles} log closes`, () => new StraightRing(candles), {
    candle: (window, candle) => {
      if (candle.close > 0) window.push(Math.log(candle.close));
      else window.clear();
    },
  });
}
