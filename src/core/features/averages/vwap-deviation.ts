// The distance of the close from the session vwap in standard deviations of the session's prices: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { SessionPriceSpread } from '../indicators/session-price-spread.ts';

/** Standard deviation of what rounding to a tick adds: uniform over one tick. */
const ROUNDING_TICKS = 1 / Math.sqrt(12);

/**
 * `vwapDeviation`: (c − vwap) / deviation, where both are of the typical prices (h + l + c) / 3 of the session so far, weighted by volume;
 * the deviation's divisor is the volume. reset: begins with each session's first candle, and has no value before one was seen or while
 * the deviation is below tick / √12, the one that rounding to a tick makes by itself (Sheppard 1898): the distance would run to tens of
 * deviations. The session's first candle never has one.
 */
export function vwapDeviation(): FeatureSpec {
  return defineFeature(
    {
      id: 'vwapDeviation',
      meaning: 'distance of the close from the session vwap in volume-weighted standard deviations',
      formula:
        '(c − vwap) / √(Σ v × ((h + l + c)/3 − vwap)² / Σ v) over the session; none below a divisor of tick / √12',
      source: 'bands around the session vwap, common practice; West 1979 for the weighted variance',
      group: 'indicators',
      unit: 'standard deviations',
      warmup: 2,
      sessionRule: 'reset',
      version: 2,
    },
    (shared) => {
      const prices = shared.part('spread of session prices', () => new SessionPriceSpread(), {
        candle: (part, candle) => part.push(candle),
      });
      return (out, candle, { tick }) => {
        if (prices.ready && prices.deviation >= ROUNDING_TICKS * tick)
          out.set((candle.close - prices.mean) / prices.deviation);
      };
    },
  );
}
