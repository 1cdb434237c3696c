// Where the close stands in the range of the session's first minutes: maker of the spec.

import { US_PER_MINUTE } from '../../market/civil-time.ts';
import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';

/**
 * `openingRangePosition_m`: (c − low) / (high − low) of the candles that end in the session's first m minutes: 0 at the low, 1 at the high,
 * beyond outside. reset. Not ready before those minutes are over by the session's clock, where the session's first candle was not seen,
 * and where the range is 0. The warm-up is that of one-minute candles.
 */
export function openingRangePosition({ minutes = 30 }: { minutes?: number } = {}): FeatureSpec {
  const m = wholeNumber('openingRangePosition', 'minutes', minutes);
  return defineFeature(
    {
      id: `openingRangePosition_${m}`,
      meaning: `position of the close in the range of the session's first ${m} minutes`,
      formula: `(c − low) / (high − low) of the session's first ${m} minutes`,
      source: 'Crabel 1990',
      group: 'price action',
      unit: 'share of the range',
      warmup: m,
      inputs: ['candles', 'clock'],
      parameters: { minutes: m },
      sessionRule: 'reset',
    },
    () => {
      const range = { high: Number.NaN, low: Number.NaN };
      return (out, candle, session) => {
        const endUs = session.openUs + m * US_PER_MINUTE;
        if (candle.firstOfSession) {
          range.high = Number.NEGATIVE_INFINITY;
          range.low = Number.POSITIVE_INFINITY;
        }
        if (candle.closeTimeUs <= endUs) {
          if (candle.high > range.high) range.high = candle.high;
          if (candle.low < range.low) range.low = candle.low;
        }
        if (candle.closeTimeUs >= endUs && range.high > range.low) {
          out.set((candle.close - range.low) / (range.high - range.low));
        }
      };
    },
  );
}
