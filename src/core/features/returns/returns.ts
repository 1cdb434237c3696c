// Returns of closes over k candles, plain, logarithmic, weighted by volume and per unit of their spread: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { deviationOfReturns } from '../shared/deviation-of-returns.ts';
import { equalMoves } from '../shared/equal-moves.ts';
import { gapFreePrices } from '../shared/gap-free-prices.ts';
import { sumOfVolumes } from '../shared/sum-of-volumes.ts';

const group = 'returns';

/** `return_k`: c / c[k] − 1, a fraction. skipGap: moves between sessions are left out. */
export function returns({ candles = 1 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('return', 'candles', candles);
  return defineFeature(
    {
      id: `return_${k}`,
      meaning: `close over the close ${k} candles ago, minus 1`,
      formula: 'c / c[k] − 1',
      source: 'plain definition',
      group,
      unit: 'fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, k);
      return (out) => {
        if (prices.has(k)) out.set(prices.ratio(k) - 1);
      };
    },
  );
}

/** `logReturn_k`: ln(c / c[k]). skipGap. */
export function logReturns({ candles = 1 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('logReturn', 'candles', candles);
  return defineFeature(
    {
      id: `logReturn_${k}`,
      meaning: `natural logarithm of the close over the close ${k} candles ago`,
      formula: 'ln(c / c[k])',
      source: 'plain definition',
      group,
      unit: 'log fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, k);
      return (out) => {
        if (prices.has(k)) out.set(Math.log(prices.ratio(k)));
      };
    },
  );
}

/** `returnVolume_k`: return_k × v / sma(v, k). skipGap for the return; the volume continues. Not ready where sma(v, k) is 0. */
export function returnVolume({ candles = 5 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('returnVolume', 'candles', candles);
  return defineFeature(
    {
      id: `returnVolume_${k}`,
      meaning: `return over ${k} candles times volume relative to its mean of ${k} candles`,
      formula: 'return_k × v / sma(v, k)',
      source: 'plain definition',
      group,
      unit: 'fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, k);
      const volumes = sumOfVolumes(shared, k);
      return (out, candle) => {
        if (prices.has(k) && volumes.value > 0) out.set(((prices.ratio(k) - 1) * candle.volume) / volumes.mean);
      };
    },
  );
}

/**
 * `returnSharpe_k`: mean over sample standard deviation of the last k values of return_1. skipGap. A flat window is not ready: one whose k
 * moves in points are all equal, since its returns differ through c[1] alone and their ratio would run into the thousands.
 */
export function returnSharpe({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('returnSharpe', 'candles', candles, 2);
  return defineFeature(
    {
      id: `returnSharpe_${k}`,
      meaning: `mean over standard deviation of ${k} one-candle returns`,
      formula: 'mean(return_1, k) / stddev(return_1, k), sample deviation; none where k values of c − c[1] are equal',
      source: 'Sharpe 1994, without a riskless return',
      group,
      unit: 'ratio',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
      version: 2,
    },
    (shared) => {
      const deviation = deviationOfReturns(shared, k);
      const equal = equalMoves(shared);
      return (out) => {
        if (deviation.ready && equal.count < k) out.set(deviation.mean / deviation.sample);
      };
    },
  );
}
