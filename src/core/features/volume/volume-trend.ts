// Volume summed over a window with the sign or size of the move it came with: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { gapFreePrices } from '../shared/gap-free-prices.ts';

const group = 'volume';

/** `pvtMomentum_n`: Σ return_1 × v over n candles: the change of the price-volume trend. skipGap. */
export function pvtMomentum({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('pvtMomentum', 'candles', candles);
  return defineFeature(
    {
      id: `pvtMomentum_${n}`,
      meaning: `sum of return times volume over ${n} candles`,
      formula: 'Σ return_1 × v over n candles',
      source: 'Achelis 2001',
      group,
      unit: 'contracts',
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, 1);
      const sum = new RollingSum(n);
      return (out, candle) => {
        if (!prices.has(1)) return sum.clear();
        sum.push((prices.ratio(1) - 1) * candle.volume);
        if (sum.ready) out.set(sum.value);
      };
    },
  );
}

/** `obvMomentum_n`: obv − obv[n] = Σ sign(c − c[1]) × v over n candles: the change of the on-balance volume. skipGap. */
export function obvMomentum({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('obvMomentum', 'candles', candles);
  return defineFeature(
    {
      id: `obvMomentum_${n}`,
      meaning: `volume of rising minus falling candles over ${n} candles`,
      formula: 'Σ sign(c − c[1]) × v over n candles',
      source: 'Granville 1963',
      group,
      unit: 'contracts',
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, 1);
      const sum = new RollingSum(n);
      return (out, candle) => {
        if (!prices.has(1)) return sum.clear();
        sum.push(Math.sign(prices.difference(1)) * candle.volume);
        if (sum.ready) out.set(sum.value);
      };
    },
  );
}
