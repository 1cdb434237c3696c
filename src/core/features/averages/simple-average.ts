// Simple moving averages of closes, their ratio and their difference: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { sumOfCloses } from '../shared/sum-of-closes.ts';

/** `sma_p`: mean of the last p closes, points. continue: the window runs over the start of a session. */
export function sma({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('sma', 'period', period);
  return defineFeature(
    {
      id: `sma_${p}`,
      meaning: `mean of the last ${p} closes`,
      formula: `Σ c / ${p} over ${p} candles`,
      source: 'TA-Lib SMA',
      group: 'indicators',
      unit: 'points',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const closes = sumOfCloses(shared, p);
      return (out) => {
        if (closes.ready) out.set(closes.mean);
      };
    },
  );
}

/** `maRatio_f_s`: sma(f) / sma(s). continue. Not ready where the slow average is 0. */
export function maRatio({ fast = 5, slow = 20 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  return twoAverages('maRatio', 'ratio of the simple moving averages', '/', 'ratio', fast, slow);
}

/** `maDistance_f_s`: sma(f) − sma(s) in points. continue. */
export function maDistance({ fast = 5, slow = 20 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  return twoAverages('maDistance', 'difference of the simple moving averages', '−', 'points', fast, slow);
}

function twoAverages(
  name: 'maRatio' | 'maDistance',
  meaning: string,
  sign: '/' | '−',
  unit: string,
  fast: number,
  slow: number,
): FeatureSpec {
  const f = wholeNumber(name, 'fast', fast);
  const s = wholeNumber(name, 'slow', slow);
  ordered(name, 'fast', f, 'slow', s);
  return defineFeature(
    {
      id: `${name}_${f}_${s}`,
      meaning: `${meaning} of ${f} and ${s} closes`,
      formula: `sma(c, ${f}) ${sign} sma(c, ${s})`,
      source: 'two averages, common practice',
      group: 'momentum',
      unit,
      warmup: s,
      parameters: { fast: f, slow: s },
      sessionRule: 'continue',
    },
    (shared) => {
      const short = sumOfCloses(shared, f);
      const long = sumOfCloses(shared, s);
      const asRatio = sign === '/';
      return (out) => {
        if (!long.ready) return;
        if (!asRatio) out.set(short.mean - long.mean);
        else if (long.value > 0) out.set(short.mean / long.mean);
      };
    },
  );
}
