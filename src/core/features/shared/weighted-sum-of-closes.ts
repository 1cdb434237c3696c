// Shared parts and a window in; its closes summed with weights that rise to the newest, and their mean in points, out.

import { RollingWeightedSum } from '../indicators/rolling-weighted-sum.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Of the last `candles` closes as traded; the window continues over the start of a session. */
export function weightedSumOfCloses(shared: SharedParts, candles: number): RollingWeightedSum {
  return shared.part(`weighted sum of ${candles} closes`, () => new RollingWeightedSum(candles), {
    candle: (sum, candle) => sum.push(candle.close),
  });
}
