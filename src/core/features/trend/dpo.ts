// An earlier close against the mean of closes around it: maker of the spec of the detrended price oscillator.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { ringOfCloses } from '../shared/ring-of-closes.ts';
import { sumOfCloses } from '../shared/sum-of-closes.ts';

/**
 * `dpo_p`: c[⌊p/2⌋ + 1] − sma(c, p), points: the close of about half a window ago against the mean of the window that ends now. The
 * centred form, which draws the same number at that earlier candle, would know the future there. continue.
 */
export function dpo({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('dpo', 'period', period);
  const back = Math.floor(p / 2) + 1;
  return defineFeature(
    {
      id: `dpo_${p}`,
      meaning: `close of ${back} candles ago minus the mean of the last ${p} closes`,
      formula: `c[${back}] − sma(c, ${p})`,
      source: 'detrended price oscillator, causal form (StockCharts ChartSchool)',
      group: 'indicators',
      unit: 'points',
      warmup: Math.max(p, back + 1),
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const closes = ringOfCloses(shared, back);
      const mean = sumOfCloses(shared, p);
      return (out) => {
        if (closes.full && mean.ready) out.set(closes.at(back) - mean.mean);
      };
    },
  );
}
