// Shared parts and a window in; how many candles ago its highest high, or its lowest low, was, out.

import { LatestHighest } from '../indicators/latest-highest.ts';
import type { SharedParts } from '../shared-parts.ts';

/** The latest of equal highs counts; the window continues over the start of a session. */
export function ageOfHighest(shared: SharedParts, candles: number): LatestHighest {
  return shared.part(`age of the highest of ${candles} candles`, () => new LatestHighest(candles), {
    candle: (highest, candle) => highest.push(candle.high),
  });
}

/** The latest of equal lows counts. */
export function ageOfLowest(shared: SharedParts, candles: number): LatestHighest {
  return shared.part(`age of the lowest of ${candles} candles`, () => new LatestHighest(candles), {
    candle: (lowest, candle) => lowest.push(-candle.low),
  });
}
