// Where the close stands below the highest high of a window, Williams' %R: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { extremesOfCandles } from '../shared/extremes-of-candles.ts';

/** `williamsR_p`: −100 (at the lowest low of p candles) to 0 (at the highest high). continue. A window without range is not ready. */
export function williamsR({ period = 14 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('williamsR', 'period', period);
  return defineFeature(
    {
      id: `williamsR_${p}`,
      meaning: `distance of the close from the highest high of ${p} candles, in percent of their range`,
      formula: `100 × (c − H) / (H − L), H and L the highest h and lowest l of ${p} candles`,
      source: 'Williams 1973, TA-Lib WILLR',
      group: 'indicators',
      unit: '−100..0',
      range: [-100, 0],
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const extremes = extremesOfCandles(shared, p);
      return (out, candle) => {
        if (!extremes.ready) return;
        const range = extremes.highest - extremes.lowest;
        if (range > 0) out.set(100 * ((candle.close - extremes.highest) / range));
      };
    },
  );
}
