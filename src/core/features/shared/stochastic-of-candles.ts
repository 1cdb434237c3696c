// Shared parts and three windows in; the slow stochastic's %K and %D of candles out.

import { Stochastic } from '../indicators/stochastic.ts';
import type { SharedParts } from '../shared-parts.ts';
import { extremesOfCandles } from './extremes-of-candles.ts';

/** Of the highs, lows and closes of `period` candles; continues over the start of a session. */
export function stochasticOfCandles(
  shared: SharedParts,
  period: number,
  smoothing: number,
  signal: number,
): Stochastic {
  const extremes = extremesOfCandles(shared, period);
  return shared.part(`stochastic ${period} ${smoothing} ${signal}`, () => new Stochastic(smoothing, signal), {
    candle: (stochastic, candle) => {
      if (extremes.ready) stochastic.push(extremes.highest, extremes.lowest, candle.close);
    },
  });
}
