// Shared parts and a window in; sum and mean of its closes in points out.

import { RollingSum } from '../indicators/rolling-sum.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Of the last `candles` closes as traded; the window continues over the start of a session. */
export function sumOfCloses(shared: SharedParts, candles: number): RollingSum {
  return shared.part(`sum of ${candles} closes`, () => new RollingSum(candles), {
    candle: (sum, candle) => sum.push(candle.close),
  });
}
