// Traded volume and number of trades against their own past: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Ring } from '../indicators/ring.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'volume';

/** `volumeRatio_n`: v / sma(v, n). continue. A window without volume is not ready. */
export function volumeRatio({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('volumeRatio', 'candles', candles);
  return defineFeature(
    {
      id: `volumeRatio_${n}`,
      meaning: `volume over its mean of ${n} candles`,
      group,
      unit: 'ratio',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    () => {
      const volumes = new RollingSum(n);
      return (out, candle) => {
        volumes.push(candle.volume);
        if (volumes.ready && volumes.value > 0) out.set(candle.volume / volumes.mean);
      };
    },
  );
}

/** `volumeZ_n`: (v − mean) / sample standard deviation of the last n volumes. continue. A flat window is not ready. */
export function volumeZ({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('volumeZ', 'candles', candles, 2);
  return defineFeature(
    {
      id: `volumeZ_${n}`,
      meaning: `standard score of volume in ${n} candles`,
      group,
      unit: 'standard deviations',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    () => {
      const volumes = new RollingDeviation(n);
      return (out, candle) => {
        volumes.push(candle.volume);
        if (volumes.ready && !volumes.flat) out.set((candle.volume - volumes.mean) / volumes.sample);
      };
    },
  );
}

/** `volumeMomentum_k`: v / v[k] − 1, a fraction. continue. Not ready where v[k] is 0. */
export function volumeMomentum({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('volumeMomentum', 'candles', candles);
  return defineFeature(
    {
      id: `volumeMomentum_${k}`,
      meaning: `volume over the volume ${k} candles ago, minus 1`,
      group,
      unit: 'fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'continue',
    },
    () => {
      const volumes = new Ring(k + 1);
      return (out, candle) => {
        volumes.push(candle.volume);
        if (volumes.full && volumes.at(k) > 0) out.set(candle.volume / volumes.at(k) - 1);
      };
    },
  );
}

/** `tradeIntensity`: trades per second of the candle's time. continue. Not ready without a count of trades. */
export function tradeIntensity(): FeatureSpec {
  return defineFeature(
    {
      id: 'tradeIntensity',
      meaning: 'trades per second of the candle',
      group,
      unit: 'trades per second',
      warmup: 1,
      inputs: ['trades'],
      sessionRule: 'continue',
    },
    () => (out, candle) => {
      const spanUs = candle.closeTimeUs - candle.openTimeUs;
      if (candle.hasTrades && spanUs > 0) out.set(candle.trades / (spanUs / 1e6));
    },
  );
}

/** `tradeIntensityRatio_n`: tradeIntensity over its mean of n candles. continue. A candle without a count begins the window anew. */
export function tradeIntensityRatio({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('tradeIntensityRatio', 'candles', candles);
  return defineFeature(
    {
      id: `tradeIntensityRatio_${n}`,
      meaning: `trades per second over their mean of ${n} candles`,
      group,
      unit: 'ratio',
      warmup: n,
      inputs: ['trades'],
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    () => {
      const rates = new RollingSum(n);
      return (out, candle) => {
        const spanUs = candle.closeTimeUs - candle.openTimeUs;
        if (!candle.hasTrades || !(spanUs > 0)) return rates.clear();
        const rate = candle.trades / (spanUs / 1e6);
        rates.push(rate);
        if (rates.ready && rates.value > 0) out.set(rate / rates.mean);
      };
    },
  );
}

/** `avgTradeSize`: volume / trades, contracts. continue. Not ready without a count of trades or without a trade. */
export function avgTradeSize(): FeatureSpec {
  return defineFeature(
    {
      id: 'avgTradeSize',
      meaning: 'contracts per trade',
      group,
      unit: 'contracts',
      warmup: 1,
      inputs: ['candles', 'trades'],
      sessionRule: 'continue',
    },
    () => (out, candle) => {
      if (candle.hasTrades && candle.trades > 0) out.set(candle.volume / candle.trades);
    },
  );
}
