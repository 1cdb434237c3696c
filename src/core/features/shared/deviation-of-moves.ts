// Shared parts and a window in; mean and deviation of its one-candle moves in points, moves between sessions left out, out.

import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import type { SharedParts } from '../shared-parts.ts';
import { gapFreePrices } from './gap-free-prices.ts';

/** Of the last `candles` values of momentum_1; not ready after a price of 0 or below, until the window is whole again. */
export function deviationOfMoves(shared: SharedParts, candles: number): RollingDeviation {
  const prices = gapFreePrices(shared, 1);
  return shared.part(`deviation of ${candles} moves`, () => new RollingDeviation(candles), {
    candle: (deviation) => {
      if (prices.has(1)) deviation.push(prices.difference(1));
      else deviation.clear();
    },
  });
}
