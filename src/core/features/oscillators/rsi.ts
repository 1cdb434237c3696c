// Wilder's relative strength index of closes, its distance from the middle, its mean and its extremes: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { Rsi } from '../indicators/rsi.ts';
import { wholeNumber } from '../parameters.ts';

const group = 'indicator based';
const DEFAULT_PERIOD = 14;
const OVERBOUGHT = 70;
const OVERSOLD = 30;

function index({ period = DEFAULT_PERIOD }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('rsi', 'period', period);
  return defineFeature(
    {
      id: `rsi_${p}`,
      meaning: `relative strength index, period ${p}`,
      group: 'indicators',
      unit: '0..100',
      range: [0, 100],
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const rsi = new Rsi(p);
      return (out, candle) => {
        rsi.push(candle.close);
        if (rsi.ready) out.set(rsi.value);
      };
    },
  );
}

function distance50({ period = DEFAULT_PERIOD }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('rsiDistance50', 'period', period);
  return defineFeature(
    {
      id: p === DEFAULT_PERIOD ? 'rsiDistance50' : `rsiDistance50(p=${p})`,
      meaning: `relative strength index of period ${p} minus 50`,
      group,
      unit: '−50..50',
      range: [-50, 50],
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    () => {
      const rsi = new Rsi(p);
      return (out, candle) => {
        rsi.push(candle.close);
        if (rsi.ready) out.set(rsi.value - 50);
      };
    },
  );
}

function mean({ candles = 5 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('rsiMa', 'candles', candles);
  return defineFeature(
    {
      id: `rsiMa_${n}`,
      meaning: `mean of the last ${n} values of rsi_${DEFAULT_PERIOD}`,
      group,
      unit: '0..100',
      range: [0, 100],
      warmup: DEFAULT_PERIOD + n,
      parameters: { candles: n },
      sessionRule: 'continue',
    },
    () => {
      const rsi = new Rsi(DEFAULT_PERIOD);
      const values = new RollingSum(n);
      return (out, candle) => {
        rsi.push(candle.close);
        if (!rsi.ready) return values.clear();
        values.push(rsi.value);
        if (values.ready) out.set(Math.min(100, values.mean));
      };
    },
  );
}

function extreme(): FeatureSpec {
  return defineFeature(
    {
      id: 'rsiExtreme',
      meaning: `1 where rsi_${DEFAULT_PERIOD} is ${OVERBOUGHT} or more, −1 where ${OVERSOLD} or less, else 0`,
      group,
      unit: '−1, 0, 1',
      range: [-1, 1],
      warmup: DEFAULT_PERIOD + 1,
      sessionRule: 'continue',
    },
    () => {
      const rsi = new Rsi(DEFAULT_PERIOD);
      return (out, candle) => {
        rsi.push(candle.close);
        if (!rsi.ready) return;
        if (rsi.value >= OVERBOUGHT) out.set(1);
        else out.set(rsi.value <= OVERSOLD ? -1 : 0);
      };
    },
  );
}

/**
 * Relative strength index (Wilder 1978, TA-Lib RSI). All continue over the start of a session; not ready where nothing moved.
 * `rsi({period})` is `rsi_p`; `distance50` is `rsiDistance50`; `mean` is `rsiMa_n`, of rsi_14; `extreme` is `rsiExtreme`, of rsi_14.
 */
export const rsi = Object.assign(index, { distance50, mean, extreme });
