// How straight the way of the closes was: maker of the spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { gapFreePrices } from '../shared/gap-free-prices.ts';

/** `efficiencyRatio_n`: |c − c[n]| / Σ |c − c[1]| over n candles (Kaufman 1995): 1 a straight line, near 0 noise. skipGap. No move: not ready. */
export function efficiencyRatio({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('efficiencyRatio', 'candles', candles);
  return defineFeature(
    {
      id: `efficiencyRatio_${n}`,
      meaning: `net move over the path of ${n} candles`,
      formula: '|c − c[n]| / Σ |c − c[1]| over n candles',
      source: 'Kaufman 1995',
      group: 'regime',
      unit: '0..1',
      range: [0, 1],
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, n);
      const path = new RollingSum(n);
      return (out) => {
        if (!prices.has(1)) return path.clear();
        path.push(Math.abs(prices.difference(1)));
        if (!path.ready || !(path.value > 0)) return;
        out.set(Math.min(1, Math.abs(prices.difference(n)) / path.value));
      };
    },
  );
}
