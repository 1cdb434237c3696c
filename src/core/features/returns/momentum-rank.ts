// The place of the move over 10 candles among its own past, and its turns: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { rankOfNewest } from '../indicators/rank.ts';
import { Ring } from '../indicators/ring.ts';
import { wholeNumber } from '../parameters.ts';
import { gapFreePrices } from '../shared/gap-free-prices.ts';

const group = 'momentum';
const source = 'plain definition';
const SPAN = 10;

/**
 * `momentumRank_n`: percentile rank in 0..1 of momentum_10 among its last n values: (values below + half the equal ones,
 * itself excluded) / (n − 1). O(n) per candle. skipGap.
 */
export function momentumRank({ candles = 50 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('momentumRank', 'candles', candles, 2);
  return defineFeature(
    {
      id: `momentumRank_${n}`,
      meaning: `percentile rank of momentum_${SPAN} among its last ${n} values`,
      formula: `(number below + half of those equal) / (n − 1) among n values of momentum_${SPAN}`,
      source,
      group,
      unit: '0..1',
      range: [0, 1],
      scale: 'discrete',
      warmup: SPAN + n,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, SPAN);
      const values = new Ring(n);
      return (out) => {
        if (!prices.has(SPAN)) return values.clear();
        values.push(prices.difference(SPAN));
        if (values.full) out.set(rankOfNewest(values));
      };
    },
  );
}

/** `momentumReversal`: 1 where the sign (−1, 0, 1) of momentum_10 differs from that of the candle before, else 0. skipGap. */
export function momentumReversal(): FeatureSpec {
  return defineFeature(
    {
      id: 'momentumReversal',
      meaning: `1 where the sign of momentum_${SPAN} changed`,
      formula: `sign(momentum_${SPAN}) ≠ sign(momentum_${SPAN}[1])`,
      source,
      group,
      unit: '0 or 1',
      range: [0, 1],
      scale: 'discrete',
      warmup: SPAN + 2,
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, SPAN);
      const signs = new Ring(2);
      return (out) => {
        if (!prices.has(SPAN)) return signs.clear();
        signs.push(Math.sign(prices.difference(SPAN)));
        if (signs.full) out.set(signs.at(0) === signs.at(1) ? 0 : 1);
      };
    },
  );
}
