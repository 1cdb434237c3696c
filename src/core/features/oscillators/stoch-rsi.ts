// The stochastic of the relative strength index of closes, %K and %D: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { wilderSettling } from '../settling.ts';
import { stochasticOfRsi } from '../shared/stochastic-of-rsi.ts';

export interface StochRsiParameters {
  /** Period of the index. */
  readonly rsi?: number;
  /** Values of the index in the window of the stochastic. */
  readonly period?: number;
  /** Raw values in the mean that is %K. */
  readonly smoothing?: number;
  /** Values of %K in the mean that is %D. */
  readonly signal?: number;
}

function output(name: 'stochRsiK' | 'stochRsiD', parameters: StochRsiParameters): FeatureSpec {
  const { rsi = 14, period = 14, smoothing = 3, signal = 3 } = parameters;
  const r = wholeNumber(name, 'rsi', rsi);
  const p = wholeNumber(name, 'period', period);
  const s = wholeNumber(name, 'smoothing', smoothing);
  const n = wholeNumber(name, 'signal', signal);
  const isK = name === 'stochRsiK';
  const stochastic = `sma(100 × (rsi − L) / (H − L), ${s}), H and L the highest and lowest of ${p} values of rsi(c, ${r})`;
  const after = p + s - 2 + (isK ? 0 : n - 1);
  return defineFeature(
    {
      id: `${name}_${r}_${p}_${s}_${n}`,
      meaning: `stochastic of rsi_${r}, ${isK ? '%K' : '%D'}`,
      formula: isK ? stochastic : `sma(K, ${n}), K = ${stochastic}`,
      source: 'Chande and Kroll 1994, smoothed as the slow stochastic; TA-Lib STOCHRSI',
      group: 'indicators',
      unit: '0..100',
      range: [0, 100],
      warmup: r + 1 + after,
      // two more periods: the range of the index is a part of its values, so its start shows for longer
      settled: 1 + wilderSettling(r) + 2 * r + after,
      parameters: { rsi: r, period: p, smoothing: s, signal: n },
      sessionRule: 'continue',
    },
    (shared) => {
      const values = stochasticOfRsi(shared, r, p, s, n);
      if (isK) {
        return (out) => {
          if (values.kReady) out.set(values.k);
        };
      }
      return (out) => {
        if (values.dReady) out.set(values.d);
      };
    },
  );
}

/** `stochRsiK_r_p_s_n`, 0..100. */
function k(parameters: StochRsiParameters = {}): FeatureSpec {
  return output('stochRsiK', parameters);
}

/** `stochRsiD_r_p_s_n`, 0..100: mean of the last n values of %K. */
function d(parameters: StochRsiParameters = {}): FeatureSpec {
  return output('stochRsiD', parameters);
}

/**
 * Stochastic RSI (defaults 14, 14, 3, 3): where the index stands between its lowest and highest of p values, smoothed over s (%K) and
 * again over n (%D). TA-Lib STOCHRSI(r, p, s, SMA) calls the raw position fastK and our %K fastD; it has nothing for our %D. continue.
 * A window in which the index did not move by more than 1e-9 is not ready and begins both means anew (TA-Lib gives 0).
 */
export const stochRsi = { k, d };
