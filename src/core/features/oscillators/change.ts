// How far the close has come since some candles ago, in points, in percent, and per candle of a thrice smoothed close: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { emaSettling } from '../settling.ts';
import { emaThriceOfClose } from '../shared/ema-of-close.ts';
import { ringOfCloses } from '../shared/ring-of-closes.ts';

/**
 * `mom_k`: c − c[k], points (TA-Lib MOM). continue: unlike `momentum_k` it has the overnight move in it.
 */
export function momentumIndicator({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('mom', 'candles', candles);
  return defineFeature(
    {
      id: `mom_${k}`,
      meaning: `close minus the close ${k} candles earlier, overnight move included`,
      formula: `c − c[${k}]`,
      source: 'TA-Lib MOM',
      group: 'indicators',
      unit: 'points',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'continue',
    },
    (shared) => {
      const closes = ringOfCloses(shared, k);
      return (out, candle) => {
        if (closes.full) out.set(candle.close - closes.at(k));
      };
    },
  );
}

/**
 * `roc_k`: 100 × (c / c[k] − 1), percent as in TA-Lib ROC, where returns are fractions. continue: unlike `return_k` it has the overnight
 * move in it. Not ready where c[k] is not above 0.
 */
export function roc({ candles = 10 }: { candles?: number } = {}): FeatureSpec {
  const k = wholeNumber('roc', 'candles', candles);
  return defineFeature(
    {
      id: `roc_${k}`,
      meaning: `close over the close ${k} candles earlier, minus 1, in percent, overnight move included`,
      formula: `100 × (c / c[${k}] − 1)`,
      source: 'TA-Lib ROC',
      group: 'indicators',
      unit: 'percent',
      warmup: k + 1,
      parameters: { candles: k },
      sessionRule: 'continue',
    },
    (shared) => {
      const closes = ringOfCloses(shared, k);
      return (out, candle) => {
        if (closes.full && closes.at(k) > 0) out.set(100 * (candle.close / closes.at(k) - 1));
      };
    },
  );
}

/**
 * `trix_p`: change of the ema of the ema of the ema of closes in one candle, percent (TA-Lib TRIX). continue. Each average starts from the
 * mean of its own first p inputs; first at candle 3p − 1.
 */
export function trix({ period = 15 }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('trix', 'period', period);
  return defineFeature(
    {
      id: `trix_${p}`,
      meaning: `change of the thrice smoothed close in one candle, in percent, period ${p}`,
      formula: `100 × (e3 / e3[1] − 1), e3 = ema(ema(ema(c, ${p}), ${p}), ${p})`,
      source: 'Hutson 1983, TA-Lib TRIX',
      group: 'indicators',
      unit: 'percent',
      warmup: 3 * p - 1,
      settled: 3 * emaSettling(p) + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => {
      const smooth = emaThriceOfClose(shared, p);
      const before = { ready: false, value: Number.NaN };
      return (out) => {
        if (before.ready && before.value > 0) out.set(100 * (smooth.value / before.value - 1));
        before.ready = smooth.ready;
        before.value = smooth.value;
      };
    },
  );
}
