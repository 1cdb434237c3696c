// True range of candles and its average, in points, as a share of price and as a ratio of two windows: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Atr } from '../indicators/atr.ts';
import { TrueRange } from '../indicators/true-range.ts';
import { ordered, wholeNumber } from '../parameters.ts';

/** `trueRange`: true range of the candle, points. continue: the gap between sessions is part of it. */
export function trueRange(): FeatureSpec {
  return defineFeature(
    {
      id: 'trueRange',
      meaning: 'range of the candle with the distance from the previous close',
      group: 'indicators',
      unit: 'points',
      warmup: 2,
      sessionRule: 'continue',
    },
    () => {
      const range = new TrueRange();
      return (out, candle) => {
        range.push(candle.high, candle.low, candle.close);
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
      group: 'indicators',
      unit: 'points',
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const range = new Atr(p);
      return (out, candle) => {
        range.push(candle.high, candle.low, candle.close);
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
      group: 'indicators',
      unit: 'percent',
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const range = new Atr(p);
      return (out, candle) => {
        range.push(candle.high, candle.low, candle.close);
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
      group: 'indicator based',
      unit: 'ratio',
      warmup: s + 1,
      parameters: { fast: f, slow: s },
      sessionRule: 'continue',
    },
    () => {
      const short = new Atr(f);
      const long = new Atr(s);
      return (out, candle) => {
        short.push(candle.high, candle.low, candle.close);
        long.push(candle.high, candle.low, candle.close);
        if (long.ready && long.value > 0) out.set(short.value / long.value);
      };
    },
  );
}
