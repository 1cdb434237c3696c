// How far the range of candles runs ahead of its own average: maker of the spec of Dorsey's mass index.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';
import { emaOfRange, emaTwiceOfRange } from '../shared/ema-of-range.ts';

/**
 * `massIndex_p_n`: Σ ema(h − l, p) / ema(ema(h − l, p), p) over n candles (Dorsey 1992); n in a market of even range. continue. A market
 * without any range so far is not ready and begins the sum anew.
 */
export function massIndex({ period = 9, candles = 25 }: { period?: number; candles?: number } = {}): FeatureSpec {
  const p = wholeNumber('massIndex', 'period', period);
  const n = wholeNumber('massIndex', 'candles', candles);
  return defineFeature(
    {
      id: `massIndex_${p}_${n}`,
      meaning: `sum over ${n} candles of the average range over the average of that average`,
      formula: `Σ ema(h − l, ${p}) / ema(ema(h − l, ${p}), ${p}) over ${n} candles`,
      source: 'Dorsey 1992',
      group: 'indicators',
      unit: 'ratio',
      warmup: 2 * p - 1 + n - 1,
      settled: 2 * emaSettling(p) + n - 1,
      parameters: { period: p, candles: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const once = emaOfRange(shared, p);
      const twice = emaTwiceOfRange(shared, p);
      const ratios = new RollingSum(n);
      return (out) => {
        if (!twice.ready) return;
        if (!(twice.value > 0)) return ratios.clear();
        ratios.push(once.value / twice.value);
        if (ratios.ready) out.set(ratios.value);
      };
    },
  );
}
