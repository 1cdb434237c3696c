// How much the average range of candles has widened: maker of the spec of Chaikin's volatility.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Ring } from '../indicators/ring.ts';
import { wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';
import { emaOfRange } from '../shared/ema-of-range.ts';

/**
 * `chaikinVolatility_p_k`: 100 × (e − e[k]) / e[k], e = ema(h − l, p), percent as Chaikin published it. continue. Not ready where the
 * earlier average is 0.
 */
export function chaikinVolatility({
  period = 10,
  change = 10,
}: {
  period?: number;
  change?: number;
} = {}): FeatureSpec {
  const p = wholeNumber('chaikinVolatility', 'period', period);
  const k = wholeNumber('chaikinVolatility', 'change', change);
  return defineFeature(
    {
      id: `chaikinVolatility_${p}_${k}`,
      meaning: `change over ${k} candles of the average range of period ${p}`,
      formula: `100 × (e − e[${k}]) / e[${k}], e = ema(h − l, ${p})`,
      source: 'Chaikin; TTR chaikinVolatility, which gives a fraction',
      group: 'indicators',
      unit: 'percent',
      warmup: p + k,
      settled: emaSettling(p) + k,
      parameters: { period: p, change: k },
      sessionRule: 'continue',
    },
    (shared) => {
      const range = emaOfRange(shared, p);
      const values = new Ring(k + 1);
      return (out) => {
        if (!range.ready) return;
        values.push(range.value);
        if (values.full && values.at(k) > 0) out.set((100 * (values.at(0) - values.at(k))) / values.at(k));
      };
    },
  );
}
