// Fast minus slow average of the middles of candles: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { ordered, wholeNumber } from '../parameters.ts';

/** `awesomeOscillator_f_s`: sma(f) − sma(s) of (h + l) / 2, points. continue. */
export function awesomeOscillator({ fast = 5, slow = 34 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  const f = wholeNumber('awesomeOscillator', 'fast', fast);
  const s = wholeNumber('awesomeOscillator', 'slow', slow);
  ordered('awesomeOscillator', 'fast', f, 'slow', s);
  return defineFeature(
    {
      id: `awesomeOscillator_${f}_${s}`,
      meaning: `mean of the middles of ${f} candles minus that of ${s}`,
      formula: `sma((h + l)/2, ${f}) − sma((h + l)/2, ${s})`,
      source: 'Bill Williams 1998',
      group: 'indicators',
      unit: 'points',
      warmup: s,
      parameters: { fast: f, slow: s },
      sessionRule: 'continue',
    },
    () => {
      const short = new RollingSum(f);
      const long = new RollingSum(s);
      return (out, candle) => {
        const middle = (candle.high + candle.low) / 2;
        short.push(middle);
        long.push(middle);
        if (long.ready) out.set(short.mean - long.mean);
      };
    },
  );
}
