// Shared parts and a window in; mean and deviation of its one-candle returns, moves between sessions left out, out.

import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import type { SharedParts } from '../shared-parts.ts';
import { gapFreePrices } from './gap-free-prices.ts';

/** Of the last `candles` values of return_1; not ready after a price of 0 or below, until the window is whole again. */
export function deviationOfReturns(shared: SharedParts, candles: number): RollingDeviation {
  const prices = gapFreePrices(shared, 1);
  return shared.part(`deviation of ${candles} returns`, () => new RollingDeviation(candles), {
    candle: (deviation) => {
      if (prices.has(1)) deviation.push(prices.ratio(1) - 1);
      else deviation.clear();
    },
  });
}
