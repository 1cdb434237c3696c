// Shared parts, a span and a number of values in; the mean of the last moves over that span in points out.

import { RollingSum } from '../indicators/rolling-sum.ts';
import type { SharedParts } from '../shared-parts.ts';
import { gapFreePrices } from './gap-free-prices.ts';

/** Of the last `values` values of momentum_`candles`; not ready after a price of 0 or below, until the window is whole again. */
export function smoothMoves(shared: SharedParts, candles: number, values: number): RollingSum {
  const prices = gapFreePrices(shared, candles);
  return shared.part(`mean of ${values} moves over ${candles}`, () => new RollingSum(values), {
    candle: (sum) => {
      if (prices.has(candles)) sum.push(prices.difference(candles));
      else sum.clear();
    },
  });
}
