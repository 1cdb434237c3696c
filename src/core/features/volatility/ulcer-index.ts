// How deep and how long closes stay below their highest of a window: maker of the spec of Martin's ulcer index.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingExtremes } from '../indicators/rolling-extremes.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

/**
 * `ulcerIndex_n`: √ mean(r², n), r = 100 × (c − highest close of n candles) / that highest close, percent (Martin and McCann 1989, with
 * the rolling highest close of StockCharts ChartSchool). continue: a fall over night is one. First at candle 2n − 1. A window without
 * positive close begins the mean anew.
 */
export function ulcerIndex({ candles = 14 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('ulcerIndex', 'candles', candles);
  return defineFeature(
    {
      id: `ulcerIndex_${n}`,
      meaning: `root mean square of the fall from the highest close of ${n} candles`,
      formula: `√ mean(r², ${n}), r = 100 × (c − max(c, ${n})) / max(c, ${n})`,
      source: 'Martin and McCann 1989; StockCharts ChartSchool',
      group: 'indicators',
      unit: 'percent',
      range: [0, 100],
      warmup: 2 * n - 1,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const closes = shared.part(`extremes of ${n} closes`, () => new RollingExtremes(n), {
        candle: (extremes, candle) => extremes.push(candle.close, candle.close),
      });
      const squares = new RollingSum(n);
      return (out, candle) => {
        if (!closes.ready) return;
        if (!(closes.highest > 0)) return squares.clear();
        const fall = (100 * (candle.close - closes.highest)) / closes.highest;
        squares.push(fall * fall);
        if (squares.ready) out.set(Math.sqrt(squares.mean));
      };
    },
  );
}
