// The share of a window's variance that came in jumps, and the rank of its volatility: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Ring } from '../indicators/ring.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { SortedWindow } from '../indicators/sorted-window.ts';
import { wholeNumber } from '../parameters.ts';
import { deviationOfReturns } from '../shared/deviation-of-returns.ts';
import { gapFreePrices } from '../shared/gap-free-prices.ts';

const group = 'volatility';

/**
 * `jump_n`: max(0, 1 − BV / RV) of the last n log returns, RV = Σ r², BV = π/2 × n/(n − 1) × Σ |r| |r[1]|, the bipower variation
 * (Barndorff-Nielsen and Shephard 2004). skipGap. A flat window is not ready.
 */
export function jump({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('jump', 'candles', candles, 2);
  const scale = (Math.PI / 2) * (n / (n - 1));
  return defineFeature(
    {
      id: `jump_${n}`,
      meaning: `share of jumps in the variance of ${n} one-candle returns`,
      formula: `max(0, 1 − π/2 × ${n}/${n - 1} × Σ |r| |r[1]| / Σ r²), r = logReturn_1, ${n} squares and ${n - 1} products`,
      source: 'Barndorff-Nielsen and Shephard 2004',
      group,
      // 0 for as long as no jump shows
      scale: 'discrete',
      unit: '0..1',
      range: [0, 1],
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, 1);
      const moves = new Ring(2);
      const squares = new RollingSum(n);
      const products = new RollingSum(n - 1);
      return (out) => {
        if (!prices.has(1)) {
          moves.clear();
          squares.clear();
          products.clear();
          return;
        }
        const move = Math.abs(Math.log(prices.ratio(1)));
        moves.push(move);
        squares.push(move * move);
        if (moves.full) products.push(move * moves.at(1));
        if (squares.ready && squares.value > 0) out.set(Math.max(0, 1 - (scale * products.value) / squares.value));
      };
    },
  );
}

/** `volRegime`: tercile (0 low, 1, 2 high) of volatility_20 among its last 250 values, by percentile rank. skipGap. */
export function volRegime(): FeatureSpec {
  const n = 20;
  const history = 250;
  return defineFeature(
    {
      id: 'volRegime',
      meaning: `tercile of volatility_${n} among its last ${history} values`,
      formula: `min(2, ⌊3 × rank⌋), rank = (volatility_${n} below the newest + half of the equal ones) / ${history - 1} of the last ${history}`,
      source: 'percentile rank',
      group,
      unit: '0, 1, 2',
      range: [0, 2],
      scale: 'discrete',
      warmup: n + history,
      sessionRule: 'skipGap',
    },
    (shared) => {
      const deviation = deviationOfReturns(shared, n);
      const values = new SortedWindow(history);
      return (out) => {
        if (!deviation.ready) return values.clear();
        values.push(deviation.sample);
        if (values.full) out.set(Math.min(2, Math.floor(3 * values.rankOfNewest)));
      };
    },
  );
}
