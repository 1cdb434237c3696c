// Volatility from the jumps, bodies and ranges of candles by Yang and Zhang: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { rangeTermsOfCandles } from '../shared/range-terms-of-candles.ts';

/**
 * `yangZhang_n`: √(var ln(o/c[1]) + k var ln(c/o) + (1 − k) rogersSatchell²), k = 0.34 / (1.34 + (n + 1)/(n − 1)), sample
 * variances over n candles (Yang and Zhang 2000). skipGap: at a session's first candle c[1] is its own open. A candle without
 * positive prices begins the window anew.
 */
export function yangZhang({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('yangZhang', 'candles', candles, 2);
  const k = 0.34 / (1.34 + (n + 1) / (n - 1));
  return defineFeature(
    {
      id: `yangZhang_${n}`,
      meaning: `volatility with opening jumps (Yang and Zhang 2000) over ${n} candles`,
      formula: `√(var(ln(o/c[1]), ${n}) + k × var(ln(c/o), ${n}) + (1 − k) × rogersSatchell_${n}²), k = 0.34 / (1.34 + ${n + 1}/${n - 1})`,
      source: 'Yang and Zhang 2000',
      group: 'volatility',
      unit: 'fraction',
      warmup: n + 1,
      parameters: { candles: n },
      sessionRule: 'skipGap',
    },
    (shared) => {
      const terms = rangeTermsOfCandles(shared);
      const jumps = new RollingDeviation(n);
      const bodies = new RollingDeviation(n);
      const ranges = new RollingSum(n);
      let hasPrevious = false;
      const previousClose = new Float64Array(1);
      return (out, candle) => {
        if (!terms.defined) {
          hasPrevious = false;
          jumps.clear();
          bodies.clear();
          ranges.clear();
          return;
        }
        if (hasPrevious) {
          jumps.push(candle.firstOfSession ? 0 : Math.log(candle.open / previousClose[0]!));
          bodies.push(terms.body);
          ranges.push(terms.rogersSatchell);
        }
        hasPrevious = true;
        previousClose[0] = candle.close;
        if (!ranges.ready) return;
        const jump = jumps.sample;
        const body = bodies.sample;
        const variance = jump * jump + k * (body * body) + (1 - k) * ranges.mean;
        out.set(Math.sqrt(Math.max(0, variance)));
      };
    },
  );
}
