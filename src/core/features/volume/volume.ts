// Traded volume against its own past: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Ring } from '../indicators/ring.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { wholeNumber } from '../parameters.ts';
import { sumOfVolumes } from '../shared/sum-of-volumes.ts';

const group = 'volume';
const source = 'plain definition';

/** `volumeRatio_n`: v / sma(v, n). continue. A window without volume is not ready. */
export function volumeRatio({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('volumeRatio', 'candles', candles);
  return defineFeature(
    {
      id: `volumeRatio_${n}`,
      meaning: `volume over its mean of ${n} candles`,
      formula: 'v / sma(v, n)',
      source,
      group,
      unit: 'ratio',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const volumes = sumOfVolumes(shared, n);
      return (out, candle) => {
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
      formula: '(v − mean(v, n)) / stddev(v, n), sample deviation',
      source,
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
      formula: 'v / v[k] − 1',
      source,
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
