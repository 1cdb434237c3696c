// Moves of the close in points over k candles, plain, relative, smoothed and against earlier ones: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Ring } from '../indicators/ring.ts';
import { wholeNumber } from '../parameters.ts';
import { gapFreePrices } from '../shared/gap-free-prices.ts';
import { smoothMoves } from '../shared/smooth-moves.ts';

const group = 'momentum';
const source = 'plain definition';
const SMOOTHING = 3;

/** `momentum_k`: c − c[k] in points. skipGap: moves between sessions are left out. */
export function momentum({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('momentum', 'candles', candles);
  return defineFeature(
    {
      id: `momentum_${k}`,
      meaning: `close minus the close ${k} candles ago`,
      formula: 'c − c[k]',
      source,
      group,
      unit: 'points',
      scale: 'discrete',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, k);
      return (out) => {
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
      formula: 'momentum_k / c[k]',
      source,
      group,
      unit: 'fraction',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const prices = gapFreePrices(shared, k);
      return (out) => {
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
      formula: `sma(momentum_k, ${SMOOTHING})`,
      source,
      group,
      unit: 'points',
      warmup: k + SMOOTHING,
      parameters: { candles: k },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const smooth = smoothMoves(shared, k, SMOOTHING);
      return (out) => {
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
      formula: `momentumSmooth_${k} − momentumSmooth_${k}[${k}]`,
      source,
      group,
      unit: 'points',
      warmup: k + SMOOTHING + k,
      sessionRule: 'skipGap',
    },
    (shared) => {
      const smooth = smoothMoves(shared, k, SMOOTHING);
      const values = new Ring(k + 1);
      return (out) => {
        if (!smooth.ready) return values.clear();
        values.push(smooth.mean);
        if (values.full) out.set(values.at(0) - values.at(k));
      };
    },
  );
}
