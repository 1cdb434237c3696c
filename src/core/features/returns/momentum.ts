// Moves of the close in points over k candles, plain, relative, smoothed and per unit of noise: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { GapFreePrices } from '../indicators/gap-free-prices.ts';
import { rankOfNewest } from '../indicators/rank.ts';
import { Ring } from '../indicators/ring.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'momentum';
const SMOOTHING = 3;

/** `momentum_k`: c − c[k] in points. skipGap: moves between sessions are left out. */
export function momentum({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('momentum', 'candles', candles);
  return defineFeature(
    {
      id: `momentum_${k}`,
      meaning: `close minus the close ${k} candles ago`,
      group,
      unit: 'points',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      return (out, candle) => {
        prices.push(candle);
        if (prices.has(k)) out.set(prices.difference(k));
      };
    },
  );
}

/** `momentumPct_k`: momentum_k / c[k], a fraction. skipGap, by points (return_k leaves the gap out by ratio). */
export function momentumPct({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('momentumPct', 'candles', candles);
  return defineFeature(
    {
      id: `momentumPct_${k}`,
      meaning: `close minus the close ${k} candles ago, over the latter`,
      group,
      unit: 'fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      return (out, candle) => {
        prices.push(candle);
        if (prices.has(k)) out.set(prices.difference(k) / prices.close(k));
      };
    },
  );
}

/** `momentumSmooth_k`: mean of the last 3 values of momentum_k in points. skipGap. */
export function momentumSmooth({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('momentumSmooth', 'candles', candles);
  return defineFeature(
    {
      id: `momentumSmooth_${k}`,
      meaning: `mean of the last ${SMOOTHING} values of momentum_${k}`,
      group,
      unit: 'points',
      warmup: k + SMOOTHING,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      const smooth = new RollingSum(SMOOTHING);
      return (out, candle) => {
        prices.push(candle);
        if (!prices.has(k)) return smooth.clear();
        smooth.push(prices.difference(k));
        if (smooth.ready) out.set(smooth.mean);
      };
    },
  );
}

/** `momentumAcceleration`: momentumSmooth_5 − momentumSmooth_5 of 5 candles ago, points. skipGap. */
export function momentumAcceleration(): FeatureSpec {
  const k = 5;
  return defineFeature(
    {
      id: 'momentumAcceleration',
      meaning: `momentumSmooth_${k} minus its value ${k} candles ago`,
      group,
      unit: 'points',
      warmup: k + SMOOTHING + k,
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      const smooth = new RollingSum(SMOOTHING);
      const values = new Ring(k + 1);
      return (out, candle) => {
        prices.push(candle);
        if (!prices.has(k)) {
          smooth.clear();
          values.clear();
          return;
        }
        smooth.push(prices.difference(k));
        if (!smooth.ready) return;
        values.push(smooth.mean);
        if (values.full) out.set(values.at(0) - values.at(k));
      };
    },
  );
}

/**
 * `momentumRank_n`: percentile rank in 0..1 of momentum_10 among its last n values: (values below + half the equal ones,
 * itself excluded) / (n − 1). O(n) per candle. skipGap.
 */
export function momentumRank({ candles = 50 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('momentumRank', 'candles', candles, 2);
  const k = 10;
  return defineFeature(
    {
      id: `momentumRank_${n}`,
      meaning: `percentile rank of momentum_${k} among its last ${n} values`,
      group,
      unit: '0..1',
      range: [0, 1],
      warmup: k + n,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      const values = new Ring(n);
      return (out, candle) => {
        prices.push(candle);
        if (!prices.has(k)) return values.clear();
        values.push(prices.difference(k));
        if (values.full) out.set(rankOfNewest(values));
      };
    },
  );
}

/** `momentumReversal`: 1 where the sign (−1, 0, 1) of momentum_10 differs from that of the candle before, else 0. skipGap. */
export function momentumReversal(): FeatureSpec {
  const k = 10;
  return defineFeature(
    {
      id: 'momentumReversal',
      meaning: `1 where the sign of momentum_${k} changed`,
      group,
      unit: '0 or 1',
      range: [0, 1],
      warmup: k + 2,
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      const signs = new Ring(2);
      return (out, candle) => {
        prices.push(candle);
        if (!prices.has(k)) return signs.clear();
        signs.push(Math.sign(prices.difference(k)));
        if (signs.full) out.set(signs.at(0) === signs.at(1) ? 0 : 1);
      };
    },
  );
}

/** `trendConsistency`: share of momentum_5, momentum_10 and momentum_20 that are above 0. skipGap. */
export function trendConsistency(): FeatureSpec {
  return defineFeature(
    {
      id: 'trendConsistency',
      meaning: 'share of momentum_5, momentum_10, momentum_20 above 0',
      group,
      unit: '0..1',
      range: [0, 1],
      warmup: 21,
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(20);
      return (out, candle) => {
        prices.push(candle);
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
 * `trendStrength`: momentum_5 / (sample standard deviation of momentum_1 over 20 candles × √5). skipGap. A flat window is not
 * ready. Other windows: `trendStrength(k=…,n=…)`.
 */
export function trendStrength({ candles = 5, noise = 20 }: { candles?: number; noise?: number } = {}): FeatureSpec {
  const k = wholeNumber('trendStrength', 'candles', candles);
  const n = wholeNumber('trendStrength', 'noise', noise, 2);
  return defineFeature(
    {
      id: k === 5 && n === 20 ? 'trendStrength' : `trendStrength(k=${k},n=${n})`,
      meaning: `momentum_${k} over the spread that ${k} independent moves would have`,
      group,
      unit: 'ratio',
      warmup: Math.max(k, n) + 1,
      parameters: { candles: k, noise: n },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(k);
      const moves = new RollingDeviation(n);
      return (out, candle) => {
        prices.push(candle);
        if (!prices.has(1)) return moves.clear();
        moves.push(prices.difference(1));
        if (!moves.ready || moves.flat || !prices.has(k)) return;
        out.set(prices.difference(k) / (moves.sample * Math.sqrt(k)));
      };
    },
  );
}
