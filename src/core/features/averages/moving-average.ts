// Simple and exponential moving averages of closes, their ratios, slopes, distances and order: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { Ema } from '../indicators/ema.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { ordered, wholeNumber } from '../parameters.ts';

/** `sma_p`: mean of the last p closes, points. continue: the window runs over the start of a session. */
export function sma({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('sma', 'period', period);
  return defineFeature(
    {
      id: `sma_${p}`,
      meaning: `mean of the last ${p} closes`,
      group: 'indicators',
      unit: 'points',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const closes = new RollingSum(p);
      return (out, candle) => {
        closes.push(candle.close);
        if (closes.ready) out.set(closes.mean);
      };
    },
  );
}

function average({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('ema', 'period', period);
  return defineFeature(
    {
      id: `ema_${p}`,
      meaning: `exponential moving average of closes, period ${p}`,
      group: 'indicators',
      unit: 'points',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const closes = new Ema(p);
      return (out, candle) => {
        closes.push(candle.close);
        if (closes.ready) out.set(closes.value);
      };
    },
  );
}

function distance({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('priceToEma', 'period', period);
  return defineFeature(
    {
      id: `priceToEma_${p}`,
      meaning: `close over its exponential moving average of period ${p}, minus 1`,
      group: 'indicator based',
      unit: 'fraction',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const closes = new Ema(p);
      return (out, candle) => {
        closes.push(candle.close);
        if (closes.ready && closes.value > 0) out.set(candle.close / closes.value - 1);
      };
    },
  );
}

function slope({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('emaSlope', 'period', period);
  return defineFeature(
    {
      id: `emaSlope_${p}`,
      meaning: `change of the exponential moving average of period ${p} in one candle`,
      group: 'indicator based',
      unit: 'fraction',
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const closes = new Ema(p);
      return (out, candle) => {
        const hadValue = closes.ready;
        const before = closes.value;
        closes.push(candle.close);
        if (hadValue && before > 0) out.set(closes.value / before - 1);
      };
    },
  );
}

function alignment({
  fast = 9,
  middle = 20,
  slow = 50,
}: {
  fast?: number;
  middle?: number;
  slow?: number;
} = {}): FeatureSpec {
  const f = wholeNumber('emaAlignment', 'fast', fast);
  const m = wholeNumber('emaAlignment', 'middle', middle);
  const s = wholeNumber('emaAlignment', 'slow', slow);
  ordered('emaAlignment', 'fast', f, 'middle', m);
  ordered('emaAlignment', 'middle', m, 'slow', s);
  return defineFeature(
    {
      id: f === 9 && m === 20 && s === 50 ? 'emaAlignment' : `emaAlignment(f=${f},m=${m},s=${s})`,
      meaning: `1 where ema ${f} > ${m} > ${s}, −1 where ${f} < ${m} < ${s}, else 0`,
      group: 'indicator based',
      unit: '−1, 0, 1',
      range: [-1, 1],
      warmup: s,
      parameters: { fast: f, middle: m, slow: s },
      sessionRule: 'continue',
    },
    () => {
      const [a, b, c] = [new Ema(f), new Ema(m), new Ema(s)];
      return (out, candle) => {
        a.push(candle.close);
        b.push(candle.close);
        c.push(candle.close);
        if (!c.ready) return;
        if (a.value > b.value && b.value > c.value) out.set(1);
        else out.set(a.value < b.value && b.value < c.value ? -1 : 0);
      };
    },
  );
}

/**
 * Exponential moving averages (TA-Lib EMA). All continue over the start of a session, the overnight move included.
 * `ema({period})` is `ema_p` in points; `slope` is `emaSlope_p`, ema / ema[1] − 1 per candle; `distance` is `priceToEma_p`,
 * c / ema − 1; `alignment` is `emaAlignment`, the order of three averages.
 */
export const ema = Object.assign(average, { slope, distance, alignment });

/** `maRatio_f_s`: sma(f) / sma(s). continue. */
export function maRatio({ fast = 5, slow = 20 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  return twoAverages('maRatio', 'ratio of the simple moving averages', 'ratio', fast, slow);
}

/** `maDistance_f_s`: sma(f) − sma(s) in points. continue. */
export function maDistance({ fast = 5, slow = 20 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  return twoAverages('maDistance', 'difference of the simple moving averages', 'points', fast, slow);
}

function twoAverages(
  name: 'maRatio' | 'maDistance',
  meaning: string,
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
      group: 'momentum',
      unit,
      warmup: s,
      parameters: { fast: f, slow: s },
      sessionRule: 'continue',
    },
    () => {
      const short = new RollingSum(f);
      const long = new RollingSum(s);
      const asRatio = name === 'maRatio';
      return (out, candle) => {
        short.push(candle.close);
        long.push(candle.close);
        if (!long.ready) return;
        if (!asRatio) out.set(short.mean - long.mean);
        else if (long.value > 0) out.set(short.mean / long.mean);
      };
    },
  );
}
