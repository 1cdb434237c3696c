// How far the moves of a window follow from each other, by five published measures: makers of the specs.

import { defineFeature, type FeatureDefinition } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { FeatureState } from '../feature-state.ts';
import { GapFreePrices } from '../indicators/gap-free-prices.ts';
import { HurstExponent } from '../indicators/hurst.ts';
import { Ring } from '../indicators/ring.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { autocorrelationOf, isFlat, varianceRatioOf } from '../indicators/serial-dependence.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'regime';
/** Returns in the window of variance ratio and autocorrelation. */
const WINDOW = 100;

/** `efficiencyRatio_n`: |c − c[n]| / Σ |c − c[1]| over n candles (Kaufman 1995): 1 a straight line, near 0 noise. skipGap. No move: not ready. */
export function efficiencyRatio({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('efficiencyRatio', 'candles', candles);
  return defineFeature(
    {
      id: `efficiencyRatio_${n}`,
      meaning: `net move over the path of ${n} candles`,
      group,
      unit: '0..1',
      range: [0, 1],
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(n);
      const path = new RollingSum(n);
      return (out, candle) => {
        prices.push(candle);
        if (!prices.has(1)) return path.clear();
        path.push(Math.abs(prices.difference(1)));
        if (!path.ready || !(path.value > 0)) return;
        out.set(Math.min(1, Math.abs(prices.difference(n)) / path.value));
      };
    },
  );
}

/** A measure of the last `window` log returns, which sets `out` where it has a value; `begin` makes its fresh state. */
function ofReturns(
  definition: Pick<FeatureDefinition, 'id' | 'meaning' | 'unit' | 'parameters' | 'range'>,
  window: number,
  begin: () => (out: FeatureState, returns: Float64Array) => void,
): FeatureSpec {
  return defineFeature({ ...definition, group, warmup: window + 1, sessionRule: 'skipGap' }, () => {
    const prices = new GapFreePrices(1);
    const returns = new Ring(window);
    const ordered = new Float64Array(window);
    const measure = begin();
    return (out, candle) => {
      prices.push(candle);
      if (!prices.has(1)) return returns.clear();
      returns.push(Math.log(prices.ratio(1)));
      if (!returns.full) return;
      returns.copyInto(ordered);
      measure(out, ordered);
    };
  });
}

/**
 * `varianceRatio_q`: variance of overlapping q-candle log returns over q times that of one-candle ones, unbiased, in 100 returns
 * (Lo and MacKinlay 1988): 1 for a random walk. skipGap. A flat window is not ready. O(100) per candle.
 */
export function varianceRatio({ candles = 2 }: { candles?: number } = {}): FeatureSpec {
  const q = wholeNumber('varianceRatio', 'candles', candles, 2);
  if (q > WINDOW / 2) throw new RangeError(`varianceRatio: candles must be at most ${WINDOW / 2}, not ${q}`);
  const meaning = `variance of ${q}-candle returns over ${q} times that of one-candle ones`;
  const definition = { id: `varianceRatio_${q}`, meaning, unit: 'ratio', parameters: { candles: q } };
  return ofReturns(definition, WINDOW, () => (out, returns) => {
    if (!isFlat(returns)) out.set(varianceRatioOf(returns, q));
  });
}

/** `autocorrelation_k`: correlation of log returns with those k candles earlier, in 100 returns. skipGap. A flat window is not ready. O(100). */
export function autocorrelation({ candles = 1 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('autocorrelation', 'candles', candles);
  if (k > WINDOW / 2) throw new RangeError(`autocorrelation: candles must be at most ${WINDOW / 2}, not ${k}`);
  const meaning = `correlation of one-candle returns with those ${k} candles earlier`;
  const range: readonly [number, number] = [-1, 1];
  const definition = { id: `autocorrelation_${k}`, meaning, unit: '−1..1', range, parameters: { candles: k } };
  return ofReturns(definition, WINDOW, () => (out, returns) => {
    if (!isFlat(returns)) out.set(autocorrelationOf(returns, k));
  });
}

/**
 * `hurst_n`: slope of ln(R/S) on ln(size) over blocks of n, n/2, n/5 and n/10 log returns (rescaled range, Hurst 1951, Mandelbrot and
 * Wallis 1969; small samples bias it upwards). skipGap. n is a multiple of 10 from 50. A flat block is not ready. O(n).
 */
export function hurst({ candles = 100 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('hurst', 'candles', candles, 50);
  if (n % 10 !== 0) throw new RangeError(`hurst: candles must be a multiple of 10, not ${n}`);
  const definition = {
    id: `hurst_${n}`,
    meaning: `Hurst exponent by rescaled range of ${n} one-candle returns`,
    unit: 'exponent',
    parameters: { candles: n },
  };
  return ofReturns(definition, n, () => {
    const exponent = new HurstExponent();
    return (out, returns) => {
      exponent.measure(returns);
      if (exponent.ready) out.set(exponent.value);
    };
  });
}
