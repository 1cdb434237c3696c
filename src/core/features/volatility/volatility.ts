// Spread of one-candle returns over a window, its ratios and its past: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Ring } from '../indicators/ring.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { deviationOfReturns } from '../shared/deviation-of-returns.ts';

const group = 'volatility';

/** `volatility_n`: sample standard deviation of the last n values of return_1, not annualised. skipGap. */
export function volatility({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('volatility', 'candles', candles, 2);
  return defineFeature(
    {
      id: `volatility_${n}`,
      meaning: `standard deviation of ${n} one-candle returns`,
      formula: `√(Σ (return_1 − sma(return_1, ${n}))² / ${n - 1}) over ${n} candles`,
      source: 'sample standard deviation',
      group,
      unit: 'fraction',
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const deviation = deviationOfReturns(shared, n);
      return (out) => {
        if (deviation.ready) out.set(deviation.sample);
      };
    },
  );
}

/** `volatilityRatio_f_s`: volatility_f / volatility_s. skipGap. Not ready where the slow window is flat. */
export function volatilityRatio({ fast = 5, slow = 20 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  const f = wholeNumber('volatilityRatio', 'fast', fast, 2);
  const s = wholeNumber('volatilityRatio', 'slow', slow, 2);
  ordered('volatilityRatio', 'fast', f, 'slow', s);
  return defineFeature(
    {
      id: `volatilityRatio_${f}_${s}`,
      meaning: `volatility of ${f} candles over volatility of ${s} candles`,
      formula: `volatility_${f} / volatility_${s}`,
      source: 'ratio of two sample standard deviations',
      group,
      unit: 'ratio',
      warmup: s + 1,
      parameters: { fast: f, slow: s },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const short = deviationOfReturns(shared, f);
      const long = deviationOfReturns(shared, s);
      return (out) => {
        if (long.ready && !long.flat) out.set(short.sample / long.sample);
      };
    },
  );
}

/** `volatilityLag_k`: volatility_20 of k candles ago. skipGap. */
export function volatilityLag({ candles = 1 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('volatilityLag', 'candles', candles);
  const n = 20;
  return defineFeature(
    {
      id: `volatilityLag_${k}`,
      meaning: `volatility_${n} of ${k} candles ago`,
      formula: `volatility_${n}[${k}]`,
      source: 'sample standard deviation',
      group,
      unit: 'fraction',
      warmup: n + 1 + k,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const deviation = deviationOfReturns(shared, n);
      const values = new Ring(k + 1);
      return (out) => {
        if (!deviation.ready) return values.clear();
        values.push(deviation.sample);
        if (values.full) out.set(values.at(k));
      };
    },
  );
}
