// The fractional difference of log closes: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { WeightedWindow } from '../indicators/weighted-window.ts';
import { positiveNumber } from '../parameters.ts';
import { windowOfLogCloses } from '../shared/window-of-log-closes.ts';

/** Bounds the window, and so warm-up and time per candle. */
const MOST_WEIGHTS = 5000;

/** 1, −d, … by w[k] = −w[k − 1] (d − k + 1) / k, up to the last one of at least `threshold` in size. */
function weightsOf(order: number, threshold: number): Float64Array {
  const weights = [1];
  for (let k = 1; k <= MOST_WEIGHTS; k++) {
    const weight = (-weights[k - 1]! * (order - k + 1)) / k;
    if (Math.abs(weight) < threshold) return Float64Array.from(weights);
    weights.push(weight);
  }
  throw new RangeError(`fracDiff: order ${order} and threshold ${threshold} need more than ${MOST_WEIGHTS} candles`);
}

/**
 * `fracDiff`: fixed-width-window fractional difference of ln c, order 0.4, weights below 1e-4 dropped (López de Prado 2018, 5.5).
 * Other settings: `fracDiff(d=…,t=…)`. continue: the window runs over the start of a session. O(window) per candle. A close of 0 or
 * below begins the window anew.
 */
export function fracDiff({ order = 0.4, threshold = 1e-4 }: { order?: number; threshold?: number } = {}): FeatureSpec {
  const d = positiveNumber('fracDiff', 'order', order);
  const t = positiveNumber('fracDiff', 'threshold', threshold);
  const weights = weightsOf(d, t);
  return defineFeature(
    {
      id: d === 0.4 && t === 1e-4 ? 'fracDiff' : `fracDiff(d=${d},t=${t})`,
      meaning: `fractional difference of order ${d} of the log close`,
      formula: 'Σ w[k] × ln(c[k]) with w[0] = 1, w[k] = −w[k − 1] × (d − k + 1) / k, down to |w| ≥ t',
      source: 'López de Prado 2018, 5.5',
      group: 'fractional',
      unit: 'log points',
      warmup: weights.length,
      parameters: { order: d, threshold: t },
      sessionRule: 'continue',
    },
    (shared) => {
      const logs = windowOfLogCloses(shared, weights.length);
      const difference = new WeightedWindow(weights);
      return (out) => {
        if (logs.size < weights.length) return;
        difference.measure(logs);
        out.set(difference.value);
      };
    },
  );
}
