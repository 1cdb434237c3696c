// Shared parts and a window in; its one-candle log returns, moves between sessions left out, with their mean and deviations, out.

import { CentredWindow } from '../indicators/centred-window.ts';
import type { SharedParts } from '../shared-parts.ts';
import { gapFreePrices } from './gap-free-prices.ts';

/** Of the last `candles` values of logReturn_1; empty after a price of 0 or below. */
export function windowOfLogReturns(shared: SharedParts, candles: number): CentredWindow {
  const prices = gapFreePrices(shared, 1);
  return shared.part(`window of ${candles} log returns`, () => new CentredWindow(candles), {
    candle: (window) => {
      if (prices.has(1)) window.push(Math.log(prices.ratio(1)));
      else window.clear();
    },
  });
}
