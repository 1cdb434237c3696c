// Kaufman's adaptive moving average of closes: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { KaufmanAverage } from '../indicators/kaufman-average.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';

/** Assumed for `settled` alone. */
const LEAST_EFFICIENCY = 0.1;

export interface KamaParameters {
  /** Candles over which efficiency is measured. */
  readonly period?: number;
  /** Periods of the averages at full and at no efficiency. */
  readonly fast?: number;
  readonly slow?: number;
}

/**
 * `kama_p_f_s`: average of closes whose weight follows the efficiency of the last p moves, points (TA-Lib KAMA, whose fast and slow are
 * 2 and 30). continue. Starts from the close before its first value. `settled` is for a market whose efficiency stays at 0.1; WDO minutes
 * forget the start in a sixth of that.
 */
export function kama({ period = 10, fast = 2, slow = 30 }: KamaParameters = {}): FeatureSpec {
  const p = wholeNumber('kama', 'period', period);
  const f = wholeNumber('kama', 'fast', fast);
  const s = wholeNumber('kama', 'slow', slow);
  ordered('kama', 'fast', f, 'slow', s);
  const leastWeight = (LEAST_EFFICIENCY * (2 / (f + 1) - 2 / (s + 1)) + 2 / (s + 1)) ** 2;
  // the period of an exponential average of that weight
  const slowest = 2 / leastWeight - 1;
  return defineFeature(
    {
      id: `kama_${p}_${f}_${s}`,
      meaning: `adaptive moving average of closes, efficiency of ${p} candles`,
      formula: `kama[1] + (c − kama[1]) × (E × (2/${f + 1} − 2/${s + 1}) + 2/${s + 1})², E = |c − c[${p}]| / Σ|c − c[1]| over ${p} candles`,
      source: 'Kaufman 1995, TA-Lib KAMA',
      group: 'indicators',
      unit: 'points',
      warmup: p + 1,
      settled: p + 1 + Math.ceil(emaSettling(slowest) - slowest),
      parameters: { period: p, fast: f, slow: s },
      sessionRule: 'continue',
    },
    (shared) => {
      const average = shared.part(`kama ${p} ${f} ${s} of close`, () => new KaufmanAverage(p, f, s), {
        candle: (part, candle) => part.push(candle.close),
      });
      return (out) => {
        if (average.ready) out.set(average.value);
      };
    },
  );
}
