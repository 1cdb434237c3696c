// Shared parts and a period in; the average true range in points out.

import { WilderAverage } from '../indicators/wilder-average.ts';
import type { SharedParts } from '../shared-parts.ts';
import { trueRangeOfCandles } from './true-range-of-candles.ts';

/** TA-Lib ATR: Wilder average of the true range, seeded by the mean of its first `period` values; first at candle `period` + 1. */
export function atrOfCandles(shared: SharedParts, period: number): WilderAverage {
  const range = trueRangeOfCandles(shared);
  return shared.part(`atr ${period}`, () => new WilderAverage(period), {
    candle: (average) => {
      if (range.ready) average.push(range.value);
    },
  });
}
