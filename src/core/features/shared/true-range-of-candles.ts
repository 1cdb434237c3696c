// Shared parts in; the true range of each candle in points out.

import { TrueRange } from '../indicators/true-range.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Ready from the second candle on; a gap between sessions is part of it. */
export function trueRangeOfCandles(shared: SharedParts): TrueRange {
  return shared.part('true range', () => new TrueRange(), {
    candle: (range, candle) => range.push(candle.high, candle.low, candle.close),
  });
}
