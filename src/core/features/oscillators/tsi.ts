// Blau's true strength index of closes: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { TrueStrength } from '../indicators/true-strength.ts';
import { wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';

/**
 * `tsi_s_f`: twice smoothed one-candle change over its twice smoothed size, −100..100; `slow` smooths first. Each average starts from the
 * mean of its own first inputs. continue: the overnight move is a change. Not ready where nothing moved.
 */
export function tsi({ slow = 25, fast = 13 }: { slow?: number; fast?: number } = {}): FeatureSpec {
  const s = wholeNumber('tsi', 'slow', slow);
  const f = wholeNumber('tsi', 'fast', fast);
  return defineFeature(
    {
      id: `tsi_${s}_${f}`,
      meaning: `true strength index, smoothed over ${s} and ${f} candles`,
      formula: `100 × ema(ema(c − c[1], ${s}), ${f}) / ema(ema(|c − c[1]|, ${s}), ${f})`,
      source: 'Blau 1991',
      group: 'indicators',
      unit: '−100..100',
      range: [-100, 100],
      warmup: s + f,
      settled: 1 + emaSettling(s) + emaSettling(f),
      parameters: { slow: s, fast: f },
      sessionRule: 'continue',
    },
    () => {
      const strength = new TrueStrength(s, f);
      return (out, candle) => {
        strength.push(candle.close);
        if (strength.ready) out.set(strength.value);
      };
    },
  );
}
