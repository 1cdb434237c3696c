// Short against long mean volume: maker of the spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { sumOfVolumes } from '../shared/sum-of-volumes.ts';

/**
 * `volumeOscillator_f_s`: 100 × (sma(v, f) − sma(v, s)) / sma(v, s), percent of the long mean (Achelis 2001). continue. A long window without
 * volume is not ready.
 */
export function volumeOscillator({ fast = 5, slow = 20 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  const f = wholeNumber('volumeOscillator', 'fast', fast);
  const s = wholeNumber('volumeOscillator', 'slow', slow, 2);
  ordered('volumeOscillator', 'fast', f, 'slow', s);
  return defineFeature(
    {
      id: `volumeOscillator_${f}_${s}`,
      meaning: `mean volume of ${f} candles over that of ${s}, minus 1, in percent`,
      formula: '100 × (sma(v, f) − sma(v, s)) / sma(v, s)',
      source: 'Achelis 2001',
      group: 'indicators',
      unit: 'percent',
      warmup: s,
      parameters: { fast: f, slow: s },
      sessionRule: 'continue',
    },
    (shared) => {
      const short = sumOfVolumes(shared, f);
      const long = sumOfVolumes(shared, s);
      return (out) => {
        if (long.ready && long.value > 0) out.set((100 * (short.mean - long.mean)) / long.mean);
      };
    },
  );
}
