// Volume summed with the sign or size of the move it came with: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { GapFreePrices } from '../indicators/gap-free-prices.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

function weighted(
  name: string,
  meaning: string,
  candles: number,
  weight: (prices: GapFreePrices) => number,
): FeatureSpec {
  const n = wholeNumber(name, 'candles', candles);
  return defineFeature(
    {
      id: `${name}_${n}`,
      meaning: `${meaning} over ${n} candles`,
      group: 'volume',
      unit: 'contracts',
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(1);
      const sum = new RollingSum(n);
      return (out, candle) => {
        prices.push(candle);
        if (!prices.has(1)) return sum.clear();
        sum.push(weight(prices) * candle.volume);
        if (sum.ready) out.set(sum.value);
      };
    },
  );
}

/** `pvtMomentum_n`: Σ return_1 × v over n candles: the change of the price-volume trend. skipGap. */
export function pvtMomentum({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  return weighted('pvtMomentum', 'sum of return times volume', candles, (prices) => prices.ratio(1) - 1);
}

/** `obvMomentum_n`: obv − obv[n] = Σ sign(c − c[1]) × v over n candles: the change of the on-balance volume. skipGap. */
export function obvMomentum({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  return weighted('obvMomentum', 'volume of rising minus falling candles', candles, (prices) =>
    Math.sign(prices.difference(1)),
  );
}
