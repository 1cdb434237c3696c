// Shared parts and a window in; sum and mean of its volumes in contracts out.

import { RollingSum } from '../indicators/rolling-sum.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Of the last `candles` candles; the window continues over the start of a session. */
export function sumOfVolumes(shared: SharedParts, candles: number): RollingSum {
  return shared.part(`sum of ${candles} volumes`, () => new RollingSum(candles), {
    candle: (sum, candle) => sum.push(candle.volume),
  });
}
