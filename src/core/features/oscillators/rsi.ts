// Wilder's relative strength index of closes, its distance from the middle, its mean, its extremes and Chande's form: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { wilderSettling } from '../settling.ts';
import { rsiOfClose } from '../shared/rsi-of-close.ts';

const group = 'indicator based';
const source = 'Wilder 1978, TA-Lib RSI';
const sessionRule = 'continue';
const DEFAULT_PERIOD = 14;
const OVERBOUGHT = 70;
const OVERSOLD = 30;

/** The first change stands at the second close; two more periods, since a ratio of two averages is off by more than each. */
function settling(period: number): number {
  return 1 + wilderSettling(period) + 2 * period;
}

function index({ period = DEFAULT_PERIOD }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('rsi', 'period', period);
  return defineFeature(
    {
      id: `rsi_${p}`,
      meaning: `relative strength index, period ${p}`,
      formula: `100 × U / (U + D), U and D Wilder's averages of max(c − c[1], 0) and max(c[1] − c, 0), period ${p}`,
      source,
      group: 'indicators',
      unit: '0..100',
      range: [0, 100],
      warmup: p + 1,
      settled: settling(p),
      parameters: { period: p },
      sessionRule,
    },
    (shared) => {
      const rsi = rsiOfClose(shared, p);
      return (out) => {
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
      formula: `rsi(c, ${p}) − 50`,
      source,
      group,
      unit: '−50..50',
      range: [-50, 50],
      warmup: p + 1,
      settled: settling(p),
      parameters: { period: p },
      sessionRule,
    },
    (shared) => {
      const rsi = rsiOfClose(shared, p);
      return (out) => {
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
      formula: `sma(rsi(c, ${DEFAULT_PERIOD}), ${n})`,
      source,
      group,
      unit: '0..100',
      range: [0, 100],
      warmup: DEFAULT_PERIOD + n,
      settled: settling(DEFAULT_PERIOD) + n - 1,
      parameters: { candles: n },
      sessionRule,
    },
    (shared) => {
      const rsi = rsiOfClose(shared, DEFAULT_PERIOD);
      const values = new RollingSum(n);
      return (out) => {
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
      formula: `1 if rsi(c, ${DEFAULT_PERIOD}) ≥ ${OVERBOUGHT}, −1 if ≤ ${OVERSOLD}, else 0`,
      source,
      group,
      unit: '−1, 0, 1',
      range: [-1, 1],
      scale: 'discrete',
      warmup: DEFAULT_PERIOD + 1,
      settled: settling(DEFAULT_PERIOD),
      sessionRule,
    },
    (shared) => {
      const rsi = rsiOfClose(shared, DEFAULT_PERIOD);
      return (out) => {
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

/**
 * `cmo_p`: Chande's momentum oscillator, −100..100, as TA-Lib CMO has it: with Wilder's averages of rises and falls where Chande took
 * plain sums, so that it is 2 × rsi − 100. continue. Not ready where nothing moved.
 */
export function cmo({ period = DEFAULT_PERIOD }: { period?: number } = {}): FeatureSpec {
  const p = wholeNumber('cmo', 'period', period);
  return defineFeature(
    {
      id: `cmo_${p}`,
      meaning: `Chande's momentum oscillator, period ${p}`,
      formula: `100 × (U − D) / (U + D), U and D Wilder's averages of max(c − c[1], 0) and max(c[1] − c, 0), period ${p}`,
      source: 'Chande and Kroll 1994, TA-Lib CMO',
      group: 'indicators',
      unit: '−100..100',
      range: [-100, 100],
      warmup: p + 1,
      settled: settling(p),
      parameters: { period: p },
      sessionRule,
    },
    (shared) => {
      const rsi = rsiOfClose(shared, p);
      return (out) => {
        if (rsi.ready) out.set(rsi.balance);
      };
    },
  );
}
