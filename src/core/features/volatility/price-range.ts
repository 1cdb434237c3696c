// Range of prices over a window in points, relative to price, and its place around the close: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { extremesOfCandles } from '../shared/extremes-of-candles.ts';
import { sumOfCloses } from '../shared/sum-of-closes.ts';

const source = 'extremes of a rolling window';

/** `highLowRange_n`: highest high − lowest low of n candles, points. continue: a gap between sessions is part of the range. */
export function highLowRange({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('highLowRange', 'candles', candles);
  return defineFeature(
    {
      id: `highLowRange_${n}`,
      meaning: `highest high minus lowest low of ${n} candles`,
      formula: `max(h, ${n}) − min(l, ${n})`,
      source,
      group: 'volatility',
      unit: 'points',
      scale: 'discrete',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const extremes = extremesOfCandles(shared, n);
      return (out) => {
        if (extremes.ready) out.set(extremes.highest - extremes.lowest);
      };
    },
  );
}

/** `rangePct_n`: highLowRange_n over the mean close of the same candles, a fraction. continue. */
export function rangePct({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('rangePct', 'candles', candles);
  return defineFeature(
    {
      id: `rangePct_${n}`,
      meaning: `highest high minus lowest low over the mean close of ${n} candles`,
      formula: `(max(h, ${n}) − min(l, ${n})) / sma(c, ${n})`,
      source,
      group: 'volatility',
      unit: 'fraction',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const extremes = extremesOfCandles(shared, n);
      const closes = sumOfCloses(shared, n);
      return (out) => {
        if (extremes.ready && closes.value > 0) out.set((extremes.highest - extremes.lowest) / closes.mean);
      };
    },
  );
}

/** `distanceToHigh_n`: (highest high of n candles − c) / c, a fraction, 0 at the high. continue. */
export function distanceToHigh({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('distanceToHigh', 'candles', candles);
  return defineFeature(
    {
      id: `distanceToHigh_${n}`,
      meaning: `how far the highest high of ${n} candles lies above the close`,
      formula: `(max(h, ${n}) − c) / c`,
      source,
      group: 'price action',
      unit: 'fraction',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const extremes = extremesOfCandles(shared, n);
      return (out, candle) => {
        if (extremes.ready && candle.close > 0) out.set((extremes.highest - candle.close) / candle.close);
      };
    },
  );
}

/** `distanceToLow_n`: (c − lowest low of n candles) / c, a fraction, 0 at the low. continue. */
export function distanceToLow({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('distanceToLow', 'candles', candles);
  return defineFeature(
    {
      id: `distanceToLow_${n}`,
      meaning: `how far the lowest low of ${n} candles lies below the close`,
      formula: `(c − min(l, ${n})) / c`,
      source,
      group: 'price action',
      unit: 'fraction',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const extremes = extremesOfCandles(shared, n);
      return (out, candle) => {
        if (extremes.ready && candle.close > 0) out.set((candle.close - extremes.lowest) / candle.close);
      };
    },
  );
}
