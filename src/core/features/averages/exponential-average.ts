// The exponential moving average of closes, its slope, the distance from it and the order of three: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';
import { emaOfClose } from '../shared/ema-of-close.ts';

const sessionRule = 'continue';

/** One more period: what is a small difference to the average shows its start for longer than the average does. */
function differenceSettling(period: number): number {
  return emaSettling(period) + period;
}

function average({ period = 20 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('ema', 'period', period);
  return defineFeature(
    {
      id: `ema_${p}`,
      meaning: `exponential moving average of closes, period ${p}`,
      formula: `ema(c, ${p}) = ema[1] + (c − ema[1]) × 2 / ${p + 1}, from sma(c, ${p})`,
      source: 'TA-Lib EMA',
      group: 'indicators',
      unit: 'points',
      warmup: p,
      settled: emaSettling(p),
      parameters: { period: p },
      sessionRule,
    },
    (shared) => {
      const closes = emaOfClose(shared, p);
      return (out) => {
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
      formula: `c / ema(c, ${p}) − 1`,
      source: 'TA-Lib EMA',
      group: 'indicator based',
      unit: 'fraction',
      warmup: p,
      settled: differenceSettling(p),
      parameters: { period: p },
      sessionRule,
    },
    (shared) => {
      const closes = emaOfClose(shared, p);
      return (out, candle) => {
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
      formula: `ema(c, ${p}) / ema(c, ${p})[1] − 1`,
      source: 'TA-Lib EMA',
      group: 'indicator based',
      unit: 'fraction',
      warmup: p + 1,
      settled: differenceSettling(p) + 1,
      parameters: { period: p },
      sessionRule,
    },
    (shared) => {
      const closes = emaOfClose(shared, p);
      const before = { ready: false, value: Number.NaN };
      return (out) => {
        if (before.ready && before.value > 0) out.set(closes.value / before.value - 1);
        before.ready = closes.ready;
        before.value = closes.value;
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
      formula: `1 if ema(c, ${f}) > ema(c, ${m}) > ema(c, ${s}), −1 if <, else 0`,
      source: 'TA-Lib EMA',
      group: 'indicator based',
      unit: '−1, 0, 1',
      range: [-1, 1],
      scale: 'discrete',
      warmup: s,
      settled: emaSettling(s),
      parameters: { fast: f, middle: m, slow: s },
      sessionRule,
    },
    (shared) => {
      const short = emaOfClose(shared, f);
      const medium = emaOfClose(shared, m);
      const long = emaOfClose(shared, s);
      return (out) => {
        if (!long.ready) return;
        if (short.value > medium.value && medium.value > long.value) out.set(1);
        else out.set(short.value < medium.value && medium.value < long.value ? -1 : 0);
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
