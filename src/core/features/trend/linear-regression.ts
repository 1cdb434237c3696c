// The least-squares line through the closes of a window: makers of the specs of its slope and its share of the variance.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { deviationOfCloses } from '../shared/deviation-of-closes.ts';
import { sumOfCloses } from '../shared/sum-of-closes.ts';
import { weightedSumOfCloses } from '../shared/weighted-sum-of-closes.ts';

export interface LinearRegressionParameters {
  readonly period?: number;
}

/**
 * `linearRegressionSlope_p`: Σ (x − x̄) c / Σ (x − x̄)², x = 1 … p from the oldest to the newest close, points per candle. Sums of
 * closes on a tick grid that is a binary fraction (0.5, 5) are exact.
 */
function slope({ period = 20 }: LinearRegressionParameters = {}): FeatureSpec {
  const p = wholeNumber('linearRegressionSlope', 'period', period, 2);
  const squares = (p * (p * p - 1)) / 12;
  return defineFeature(
    {
      id: `linearRegressionSlope_${p}`,
      meaning: `slope of the least-squares line through ${p} closes`,
      formula: `Σ (x − x̄) c / Σ (x − x̄)², x = 1 … ${p} from the oldest to the newest candle`,
      source: 'TA-Lib LINEARREG_SLOPE',
      group: 'indicators',
      unit: 'points per candle',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const weighted = weightedSumOfCloses(shared, p);
      const plain = sumOfCloses(shared, p);
      const centre = (p + 1) / 2;
      return (out) => {
        if (weighted.ready) out.set((weighted.value - centre * plain.value) / squares);
      };
    },
  );
}

/** `linearRegressionR2_p`: squared correlation of closes and time, 0..1. A flat window is not ready. */
function r2({ period = 20 }: LinearRegressionParameters = {}): FeatureSpec {
  const p = wholeNumber('linearRegressionR2', 'period', period, 2);
  return defineFeature(
    {
      id: `linearRegressionR2_${p}`,
      meaning: `share of the variance of ${p} closes that their least-squares line explains`,
      formula: `(Σ (x − x̄) c)² / (Σ (x − x̄)² × Σ (c − c̄)²), x = 1 … ${p} from the oldest to the newest candle`,
      source: 'coefficient of determination',
      group: 'indicators',
      unit: '0..1',
      range: [0, 1],
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const weighted = weightedSumOfCloses(shared, p);
      const plain = sumOfCloses(shared, p);
      const closes = deviationOfCloses(shared, p);
      const centre = (p + 1) / 2;
      const spread = p * Math.sqrt((p * p - 1) / 12);
      return (out) => {
        if (!closes.ready || closes.flat) return;
        const correlation = (weighted.value - centre * plain.value) / (spread * closes.population);
        out.set(Math.min(1, correlation * correlation));
      };
    },
  );
}

/** Linear regression of closes on time. Both continue over the start of a session. */
export const linearRegression = { slope, r2 };
