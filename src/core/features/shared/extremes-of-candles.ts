// Shared parts and a window in; its highest high and lowest low in points out.

import { RollingExtremes } from '../indicators/rolling-extremes.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Of the last `candles` candles; the window continues over the start of a session. */
export function extremesOfCandles(shared: SharedParts, candles: number): RollingExtremes {
  return shared.part(`extremes of ${candles} candles`, () => new RollingExtremes(candles), {
    candle: (extremes, candle) => extremes.push(candle.high, candle.low),
  });
}
