// The spread of the closes of a window in points: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { deviationOfCloses } from '../shared/deviation-of-closes.ts';

/** `stddev_p`: population standard deviation of the last p closes (TA-Lib STDDEV of one deviation), points. continue. */
export function stddev({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('stddev', 'period', period, 2);
  return defineFeature(
    {
      id: `stddev_${p}`,
      meaning: `standard deviation of the last ${p} closes`,
      formula: `√(Σ (c − sma(c, ${p}))² / ${p})`,
      source: 'TA-Lib STDDEV',
      group: 'indicators',
      unit: 'points',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const closes = deviationOfCloses(shared, p);
      return (out) => {
        if (closes.ready) out.set(closes.population);
      };
    },
  );
}
