// Order flow and volume against the price they moved: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { RollingLine } from '../indicators/rolling-line.ts';
import { wholeNumber } from '../parameters.ts';
import { gapFreePrices } from '../shared/gap-free-prices.ts';
import { sidedVolume } from './sided-windows.ts';

const group = 'order flow';

/**
 * `deltaDivergence_n`: 1 where the sign (−1, 0, 1) of momentum_n differs from that of Σ(buy − sell) over n candles, else 0.
 * skipGap for the price. A candle without flow begins the sum anew. Held between candles: the chain of prices has no running candle.
 */
export function deltaDivergence({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('deltaDivergence', 'candles', candles);
  return defineFeature(
    {
      id: `deltaDivergence_${n}`,
      meaning: `1 where price and order flow of ${n} candles point different ways`,
      formula: `1 if sign(momentum_${n}) ≠ sign(Σ(buy − sell) over ${n} candles), else 0`,
      source: 'convention of order-flow charts (delta divergence)',
      group,
      unit: '0 or 1',
      range: [0, 1],
      scale: 'discrete',
      warmup: n + 1,
      inputs: ['candles', 'flow'],
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, n);
      const { net } = sidedVolume(shared, n);
      return (out, candle) => {
        if (!candle.hasFlow || !net.ready || !prices.has(n)) return;
        out.set(Math.sign(prices.difference(n)) === Math.sign(net.value) ? 0 : 1);
      };
    },
  );
}

/**
 * `absorption_n`: volume per point of the candle's range, a range below one tick taken as one tick, as a standard score among its
 * last n values (sample deviation). continue. A flat window is not ready. Held between candles: an unfinished candle's volume per point
 * is no member of the window.
 */
export function absorption({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('absorption', 'candles', candles, 2);
  return defineFeature(
    {
      id: `absorption_${n}`,
      meaning: `standard score of volume per point of range in ${n} candles`,
      formula: `(x − mean(x, ${n})) / stddev(x, ${n}) with x = v / max(h − l, tick)`,
      source: 'convention of order-flow charts (absorption), as a standard score',
      group,
      unit: 'standard deviations',
      warmup: n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    () => {
      const values = new RollingDeviation(n);
      return (out, candle, session) => {
        const perPoint = candle.volume / Math.max(candle.high - candle.low, session.tick);
        values.push(perPoint);
        if (values.ready && !values.flat) out.set((perPoint - values.mean) / values.sample);
      };
    },
  );
}

/**
 * `kyleLambda_n`: slope of the least-squares line of momentum_1 on buy − sell over n candles in a row that have flow, points per
 * contract (after Kyle 1985). skipGap. Without any spread of the flow: not ready. Held between candles: a move so far is no move of a candle.
 */
export function kyleLambda({ candles = 50 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('kyleLambda', 'candles', candles, 2);
  return defineFeature(
    {
      id: `kyleLambda_${n}`,
      meaning: `points that one contract of signed volume moved the price, over ${n} candles`,
      formula: `slope of the least-squares line of momentum_1 on buy − sell over ${n} candles`,
      source: 'Kyle 1985; estimated as in Hasbrouck 2009',
      group,
      unit: 'points per contract',
      warmup: n + 1,
      inputs: ['candles', 'flow'],
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, 1);
      const line = new RollingLine(n);
      return (out, candle) => {
        if (!candle.hasFlow || !prices.has(1)) return line.clear();
        line.push(candle.buyVolume - candle.sellVolume, prices.difference(1));
        if (line.ready && !line.flat) out.set(line.slope);
      };
    },
  );
}
