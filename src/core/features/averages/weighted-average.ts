// Averages of closes weighted by age or by volume, and Hull's: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { RollingWeightedSum } from '../indicators/rolling-weighted-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { sumOfVolumes } from '../shared/sum-of-volumes.ts';
import { weightedSumOfCloses } from '../shared/weighted-sum-of-closes.ts';

/** `wma_p`: mean of the last p closes with weights p for the newest down to 1, points (TA-Lib WMA). continue. */
export function wma({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('wma', 'period', period);
  return defineFeature(
    {
      id: `wma_${p}`,
      meaning: `mean of the last ${p} closes, weighted by how new they are`,
      formula: `Σ (${p} − k) × c[k] / ${(p * (p + 1)) / 2} over k = 0 to ${p - 1}`,
      source: 'TA-Lib WMA',
      group: 'indicators',
      unit: 'points',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const closes = weightedSumOfCloses(shared, p);
      return (out) => {
        if (closes.ready) out.set(closes.mean);
      };
    },
  );
}

/**
 * `hma_p`: wma over √p candles of 2 × wma(p / 2) − wma(p), points; half and root are cut to whole numbers (Hull 2005). continue. Needs a
 * period of at least 2.
 */
export function hma({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('hma', 'period', period, 2);
  const half = Math.floor(p / 2);
  const root = Math.floor(Math.sqrt(p));
  return defineFeature(
    {
      id: `hma_${p}`,
      meaning: `Hull's moving average of closes, period ${p}`,
      formula: `wma(2 × wma(c, ${half}) − wma(c, ${p}), ${root})`,
      source: 'Hull 2005',
      group: 'indicators',
      unit: 'points',
      warmup: p + root - 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const short = weightedSumOfCloses(shared, half);
      const long = weightedSumOfCloses(shared, p);
      const smooth = new RollingWeightedSum(root);
      return (out) => {
        if (!long.ready) return;
        smooth.push(2 * short.mean - long.mean);
        if (smooth.ready) out.set(smooth.mean);
      };
    },
  );
}

/** `vwma_p`: mean of the last p closes weighted by volume, points. continue. Not ready where nothing was traded in the window. */
export function vwma({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('vwma', 'period', period);
  return defineFeature(
    {
      id: `vwma_${p}`,
      meaning: `mean of the last ${p} closes, weighted by volume`,
      formula: `Σ c·v / Σ v over ${p} candles`,
      source: 'volume-weighted mean, as TTR VWMA',
      group: 'indicators',
      unit: 'points',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const volumes = sumOfVolumes(shared, p);
      const turnover = new RollingSum(p);
      return (out, candle) => {
        turnover.push(candle.close * candle.volume);
        if (turnover.ready && volumes.value > 0) out.set(turnover.value / volumes.value);
      };
    },
  );
}
