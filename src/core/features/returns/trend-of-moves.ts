// How far moves over several spans agree, and how large they are for their noise: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { deviationOfMoves } from '../shared/deviation-of-moves.ts';
import { equalMoves } from '../shared/equal-moves.ts';
import { gapFreePrices } from '../shared/gap-free-prices.ts';

const group = 'momentum';
const source = 'plain definition';

/** `trendConsistency`: share of momentum_5, momentum_10 and momentum_20 that are above 0. skipGap. */
export function trendConsistency(): FeatureSpec {
  return defineFeature(
    {
      id: 'trendConsistency',
      meaning: 'share of momentum_5, momentum_10, momentum_20 above 0',
      formula: 'number of momentum_5, momentum_10, momentum_20 above 0, over 3',
      source,
      group,
      unit: '0..1',
      range: [0, 1],
      scale: 'discrete',
      warmup: 21,
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, 20);
      return (out) => {
        if (!prices.has(20)) return;
        let above = 0;
        if (prices.difference(5) > 0) above++;
        if (prices.difference(10) > 0) above++;
        if (prices.difference(20) > 0) above++;
        out.set(above / 3);
      };
    },
  );
}

/**
 * `trendStrength`: momentum_5 / (sample standard deviation of momentum_1 over 20 candles × √5). skipGap. A flat window, whose
 * moves are all equal, is not ready. Other windows: `trendStrength(k=…,n=…)`.
 */
export function trendStrength({ candles = 5, noise = 20 }: { candles?: number; noise?: number } = {}): FeatureSpec {
  const k = wholeNumber('trendStrength', 'candles', candles);
  const n = wholeNumber('trendStrength', 'noise', noise, 2);
  return defineFeature(
    {
      id: k === 5 && n === 20 ? 'trendStrength' : `trendStrength(k=${k},n=${n})`,
      meaning: `momentum_${k} over the spread that ${k} independent moves would have`,
      formula: 'momentum_k / (stddev(momentum_1, n) × √k), sample deviation',
      source,
      group,
      unit: 'ratio',
      warmup: Math.max(k, n) + 1,
      parameters: { candles: k, noise: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, k);
      const moves = deviationOfMoves(shared, n);
      const equal = equalMoves(shared);
      return (out) => {
        if (!moves.ready || equal.count >= n || !prices.has(k)) return;
        out.set(prices.difference(k) / (moves.sample * Math.sqrt(k)));
      };
    },
  );
}
