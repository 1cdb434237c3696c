// The shape of one candle as shares of its range: makers of the specs.

import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';

function shape(id: string, meaning: string, formula: string, step: FeatureStep): FeatureSpec {
  const range: readonly [number, number] = [0, 1];
  const description = { id, meaning, formula, source: 'Nison 1991', group: 'price action', unit: '0..1', range };
  return defineFeature({ ...description, warmup: 1, sessionRule: 'continue' }, () => step);
}

/** `bodyShare`: |c − o| / (h − l); 0 by definition where the candle has no range. continue. */
export function bodyShare(): FeatureSpec {
  return shape('bodyShare', 'body over range of the candle', '|c − o| / (h − l)', (out, candle) => {
    const range = candle.high - candle.low;
    out.set(range > 0 ? Math.abs(candle.close - candle.open) / range : 0);
  });
}

/** `upperShadow`: (h − max(o, c)) / (h − l). Without range: not ready. continue. */
export function upperShadow(): FeatureSpec {
  return shape('upperShadow', 'upper shadow over range of the candle', '(h − max(o, c)) / (h − l)', (out, candle) => {
    const range = candle.high - candle.low;
    if (range > 0) out.set((candle.high - Math.max(candle.open, candle.close)) / range);
  });
}

/** `lowerShadow`: (min(o, c) − l) / (h − l). Without range: not ready. continue. */
export function lowerShadow(): FeatureSpec {
  return shape('lowerShadow', 'lower shadow over range of the candle', '(min(o, c) − l) / (h − l)', (out, candle) => {
    const range = candle.high - candle.low;
    if (range > 0) out.set((Math.min(candle.open, candle.close) - candle.low) / range);
  });
}
