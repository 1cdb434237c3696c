// Lambert's commodity channel index of typical prices: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { CommodityChannel } from '../indicators/commodity-channel.ts';
import { wholeNumber } from '../parameters.ts';

/**
 * `cci_p`: distance of the typical price from its mean of p candles over 0.015 of their mean absolute deviation (TA-Lib CCI). continue.
 * Needs a period of at least 2. A window of equal prices is not ready.
 */
export function cci({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('cci', 'period', period, 2);
  return defineFeature(
    {
      id: `cci_${p}`,
      meaning: `commodity channel index, period ${p}`,
      formula: `(x − m) / (0.015 × Σ|x[k] − m| / ${p}), x = (h + l + c) / 3, m = sma(x, ${p})`,
      source: 'Lambert 1980, TA-Lib CCI',
      group: 'indicators',
      unit: 'index, mostly −100..100',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const channel = new CommodityChannel(p);
      return (out, candle) => {
        channel.push(candle);
        if (channel.ready) out.set(channel.value);
      };
    },
  );
}
