// Returns of closes over k candles, plain, logarithmic, weighted by volume and per unit of their spread: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { GapFreePrices } from '../indicators/gap-free-prices.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'returns';

/** `return_k`: c / c[k] − 1, a fraction. skipGap: moves between sessions are left out. */
export function returns({ candles = 1 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('return', 'candles', candles);
  return defineFeature(
    {
      id: `return_${k}`,
      meaning: `close over the close ${k} candles ago, minus 1`,
      group,
      unit: 'fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      return (out, candle) => {
        prices.push(candle);
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
      group,
      unit: 'log fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      return (out, candle) => {
        prices.push(candle);
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
      group,
      unit: 'fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      const volumes = new RollingSum(k);
      return (out, candle) => {
        prices.push(candle);
        volumes.push(candle.volume);
        if (prices.has(k) && volumes.value > 0) out.set(((prices.ratio(k) - 1) * candle.volume) / volumes.mean);
      };
    },
  );
}

/** `returnSharpe_k`: mean over sample standard deviation of the last k values of return_1. skipGap. A flat window is not ready. */
export function returnSharpe({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('returnSharpe', 'candles', candles, 2);
  return defineFeature(
    {
      id: `returnSharpe_${k}`,
      meaning: `mean over standard deviation of ${k} one-candle returns`,
      group,
      unit: 'ratio',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(1);
      const deviation = new RollingDeviation(k);
      return (out, candle) => {
        prices.push(candle);
        if (!prices.has(1)) return deviation.clear();
        deviation.push(prices.ratio(1) - 1);
        if (deviation.ready && !deviation.flat) out.set(deviation.mean / deviation.sample);
      };
    },
  );
}
