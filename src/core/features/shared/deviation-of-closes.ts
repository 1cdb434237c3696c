// Shared parts and a window in; mean and deviation of its closes out.

import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Of the last `candles` closes as traded; the window continues over the start of a session. */
export function deviationOfCloses(shared: SharedParts, candles: number): RollingDeviation {
  return shared.part(`deviation of ${candles} closes`, () => new RollingDeviation(candles), {
    candle: (deviation, candle) => deviation.push(candle.close),
  });
}
