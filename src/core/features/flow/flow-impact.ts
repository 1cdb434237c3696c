// Order flow and volume against the price they moved: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { GapFreePrices } from '../indicators/gap-free-prices.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { RollingLine } from '../indicators/rolling-line.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'order flow';

/**
 * `deltaDivergence_n`: 1 where the sign (−1, 0, 1) of momentum_n differs from that of Σ(buy − sell) over n candles, else 0.
 * skipGap for the price. A candle without flow begins the sum anew.
 */
export function deltaDivergence({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('deltaDivergence', 'candles', candles);
  return defineFeature(
    {
      id: `deltaDivergence_${n}`,
      meaning: `1 where price and order flow of ${n} candles point different ways`,
      group,
      unit: '0 or 1',
      range: [0, 1],
      warmup: n + 1,
      inputs: ['candles', 'flow'],
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(n);
      const delta = new RollingSum(n);
      return (out, candle) => {
        prices.push(candle);
        if (!candle.hasFlow) return delta.clear();
        delta.push(candle.buyVolume - candle.sellVolume);
        if (!delta.ready || !prices.has(n)) return;
        out.set(Math.sign(prices.difference(n)) === Math.sign(delta.value) ? 0 : 1);
      };
    },
  );
}

/**
 * `absorption_n`: volume per point of the candle's range, a range below one tick taken as one tick, as a standard score among its
 * last n values (sample deviation). continue. A flat window is not ready.
 */
export function absorption({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('absorption', 'candles', candles, 2);
  return defineFeature(
    {
      id: `absorption_${n}`,
      meaning: `standard score of volume per point of range in ${n} candles`,
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
 * contract (after Kyle 1985). skipGap. Without any spread of the flow: not ready.
 */
export function kyleLambda({ candles = 50 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('kyleLambda', 'candles', candles, 2);
  return defineFeature(
    {
      id: `kyleLambda_${n}`,
      meaning: `points that one contract of signed volume moved the price, over ${n} candles`,
      group,
      unit: 'points per contract',
      warmup: n + 1,
      inputs: ['candles', 'flow'],
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    () => {
      const prices = new GapFreePrices(1);
      const line = new RollingLine(n);
      return (out, candle) => {
        prices.push(candle);
        if (!candle.hasFlow || !prices.has(1)) return line.clear();
        line.push(candle.buyVolume - candle.sellVolume, prices.difference(1));
        if (line.ready && !line.flat) out.set(line.slope);
      };
    },
  );
}
