// How far the log returns of a window follow from each other, by three published measures: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { HurstExponent } from '../indicators/hurst.ts';
import { autocorrelationOf, varianceRatioOf } from '../indicators/serial-dependence.ts';
import { wholeNumber } from '../parameters.ts';
import { windowOfLogReturns } from '../shared/window-of-log-returns.ts';

const group = 'regime';
/** Returns in the window of variance ratio and autocorrelation. */
const WINDOW = 100;

/**
 * `varianceRatio_q`: variance of overlapping q-candle log returns over q times that of one-candle ones, unbiased, in 100 returns
 * (Lo and MacKinlay 1988): 1 for a random walk. skipGap. A flat window is not ready. O(100) per candle.
 */
export function varianceRatio({ candles = 2 }: { candles?: number } = {}): FeatureSpec {
  const q = wholeNumber('varianceRatio', 'candles', candles, 2);
  if (q > WINDOW / 2) throw new RangeError(`varianceRatio: candles must be at most ${WINDOW / 2}, not ${q}`);
  return defineFeature(
    {
      id: `varianceRatio_${q}`,
      meaning: `variance of ${q}-candle returns over ${q} times that of one-candle ones`,
      formula: `var(ln(c / c[q])) / (q × var(ln(c / c[1]))) in ${WINDOW} returns, overlapping, unbiased`,
      source: 'Lo and MacKinlay 1988',
      group,
      unit: 'ratio',
      warmup: WINDOW + 1,
      parameters: { candles: q },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const returns = windowOfLogReturns(shared, WINDOW);
      return (out) => {
        if (returns.ready && !returns.flat) out.set(varianceRatioOf(returns, q));
      };
    },
  );
}

/** `autocorrelation_k`: correlation of log returns with those k candles earlier, in 100 returns. skipGap. A flat window is not ready. O(100). */
export function autocorrelation({ candles = 1 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('autocorrelation', 'candles', candles);
  if (k > WINDOW / 2) throw new RangeError(`autocorrelation: candles must be at most ${WINDOW / 2}, not ${k}`);
  return defineFeature(
    {
      id: `autocorrelation_${k}`,
      meaning: `correlation of one-candle returns with those ${k} candles earlier`,
      formula: `Σ (r − m)(r[k] − m) / Σ (r − m)² with r = ln(c / c[1]), m = mean(r, ${WINDOW})`,
      source: 'Box and Jenkins 1970',
      group,
      unit: '−1..1',
      range: [-1, 1],
      warmup: WINDOW + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const returns = windowOfLogReturns(shared, WINDOW);
      return (out) => {
        if (returns.ready && !returns.flat) out.set(autocorrelationOf(returns, k));
      };
    },
  );
}

/**
 * `hurst_n`: slope of ln(R/S) on ln(size) over blocks of n, n/2, n/5 and n/10 log returns (rescaled range, Hurst 1951, Mandelbrot and
 * Wallis 1969; small samples bias it upwards). skipGap. n is a multiple of 10 from 50. A flat block is not ready. O(n).
 */
export function hurst({ candles = 100 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('hurst', 'candles', candles, 50);
  if (n % 10 !== 0) throw new RangeError(`hurst: candles must be a multiple of 10, not ${n}`);
  return defineFeature(
    {
      id: `hurst_${n}`,
      meaning: `Hurst exponent by rescaled range of ${n} one-candle returns`,
      formula: 'slope of ln(mean R/S) on ln(size) over blocks of n, n/2, n/5, n/10 values of ln(c / c[1])',
      source: 'Hurst 1951; Mandelbrot and Wallis 1969',
      group,
      unit: 'exponent',
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const returns = windowOfLogReturns(shared, n);
      const exponent = new HurstExponent(n);
      return (out) => {
        exponent.update(returns);
        if (exponent.ready) out.set(exponent.value);
      };
    },
  );
}
