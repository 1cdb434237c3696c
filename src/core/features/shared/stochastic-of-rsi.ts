// Shared parts and four windows in; the slow stochastic's %K and %D of the relative strength index of closes out.

import { RollingExtremes } from '../indicators/rolling-extremes.ts';
import { Stochastic } from '../indicators/stochastic.ts';
import type { SharedParts } from '../shared-parts.ts';
import { rsiOfClose } from './rsi-of-close.ts';

/** Points of the index. A market that stands still leaves the index where it was, but for rounding: that is no range. */
const FLAT = 1e-9;

/** Of `window` values of the index of period `rsi`, which stands for high, low and close alike. */
export function stochasticOfRsi(
  shared: SharedParts,
  rsi: number,
  window: number,
  smoothing: number,
  signal: number,
): Stochastic {
  const index = rsiOfClose(shared, rsi);
  const extremes = shared.part(`extremes of ${window} values of rsi ${rsi}`, () => new RollingExtremes(window), {
    candle: (part) => {
      if (index.ready) part.push(index.value, index.value);
    },
  });
  const key = `stochastic ${window} ${smoothing} ${signal} of rsi ${rsi}`;
  return shared.part(key, () => new Stochastic(smoothing, signal, FLAT), {
    candle: (stochastic) => {
      if (index.ready && extremes.ready) stochastic.push(extremes.highest, extremes.lowest, index.value);
    },
  });
}
