// True range of candles and its average, in points, as a share of price and as a ratio of two windows: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { wilderSettling } from '../settling.ts';
import { atrOfCandles } from '../shared/atr-of-candles.ts';
import { trueRangeOfCandles } from '../shared/true-range-of-candles.ts';

/** `trueRange`: true range of the candle, points. continue: gaps between sessions are part of it. Not ready at the first candle. */
export function trueRange(): FeatureSpec {
  return defineFeature(
    {
      id: 'trueRange',
      meaning: 'range of the candle with the distance from the previous close',
      formula: 'max(h − l, |h − c[1]|, |l − c[1]|)',
      source: 'Wilder 1978; TA-Lib TRANGE',
      group: 'indicators',
      unit: 'points',
      scale: 'discrete',
      warmup: 2,
      sessionRule: 'continue',
    },
    (shared) => {
      const range = trueRangeOfCandles(shared);
      return (out) => {
        if (range.ready) out.set(range.value);
      };
    },
  );
}

/** `atr_p`: average true range (TA-Lib ATR), points. continue. */
export function atr({ period = 14 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('atr', 'period', period);
  return defineFeature(
    {
      id: `atr_${p}`,
      meaning: `average true range, period ${p}`,
      formula: `wilder(trueRange, ${p})`,
      source: 'Wilder 1978; TA-Lib ATR',
      group: 'indicators',
      unit: 'points',
      warmup: p + 1,
      settled: 1 + wilderSettling(p),
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const range = atrOfCandles(shared, p);
      return (out) => {
        if (range.ready) out.set(range.value);
      };
    },
  );
}

/** `natr_p`: 100 × atr_p / c, percent as in TA-Lib NATR. continue. */
export function natr({ period = 14 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('natr', 'period', period);
  return defineFeature(
    {
      id: `natr_${p}`,
      meaning: `average true range of period ${p} in percent of the close`,
      formula: `100 × atr_${p} / c`,
      source: 'TA-Lib NATR',
      group: 'indicators',
      unit: 'percent',
      warmup: p + 1,
      settled: 1 + wilderSettling(p),
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const range = atrOfCandles(shared, p);
      return (out, candle) => {
        if (range.ready && candle.close > 0) out.set((100 * range.value) / candle.close);
      };
    },
  );
}

/** `atrRatio_f_s`: atr_f / atr_s. continue. Not ready where atr_s is 0. */
export function atrRatio({ fast = 14, slow = 50 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  const f = wholeNumber('atrRatio', 'fast', fast);
  const s = wholeNumber('atrRatio', 'slow', slow);
  ordered('atrRatio', 'fast', f, 'slow', s);
  return defineFeature(
    {
      id: `atrRatio_${f}_${s}`,
      meaning: `average true range of period ${f} over that of period ${s}`,
      formula: `atr_${f} / atr_${s}`,
      source: 'ratio of two averages of Wilder 1978',
      group: 'indicator based',
      unit: 'ratio',
      warmup: s + 1,
      settled: 1 + wilderSettling(s),
      parameters: { fast: f, slow: s },
      sessionRule: 'continue',
    },
    (shared) => {
      const short = atrOfCandles(shared, f);
      const long = atrOfCandles(shared, s);
      return (out) => {
        if (long.ready && long.value > 0) out.set(short.value / long.value);
      };
    },
  );
}
