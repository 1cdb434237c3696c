// The slow stochastic of candles: %K, %D and their cross: makers of their specs.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { crossOf } from '../indicators/cross.ts';
import type { Stochastic } from '../indicators/stochastic.ts';
import { wholeNumber } from '../parameters.ts';
import { stochasticOfCandles } from '../shared/stochastic-of-candles.ts';

export interface StochasticParameters {
  readonly period?: number;
  /** Raw values in the mean that is %K. */
  readonly smoothing?: number;
  /** Values of %K in the mean that is %D. */
  readonly signal?: number;
}

type Windows = Readonly<Record<'period' | 'smoothing' | 'signal', number>>;
type Description = Pick<FeatureDefinition, 'meaning' | 'formula' | 'group' | 'unit' | 'range' | 'scale'>;

function windows(name: string, { period = 14, smoothing = 3, signal = 3 }: StochasticParameters): Windows {
  wholeNumber(name, 'period', period);
  wholeNumber(name, 'smoothing', smoothing);
  wholeNumber(name, 'signal', signal);
  return { period, smoothing, signal };
}

function output(
  id: string,
  description: Description,
  warmup: number,
  parameters: Windows,
  begin: (stochastic: Stochastic) => FeatureStep,
): FeatureSpec {
  const { period, smoothing, signal } = parameters;
  const source = 'Lane 1984, TA-Lib STOCH';
  return defineFeature(
    { id, ...description, source, warmup, parameters: { ...parameters }, sessionRule: 'continue' },
    (shared) => begin(stochasticOfCandles(shared, period, smoothing, signal)),
  );
}

function columnId(name: string, { period, smoothing, signal }: Windows): string {
  return `${name}_${period}_${smoothing}_${signal}`;
}

/** `stochasticK_p_s_n`, 0..100. A window without range is not ready. */
function k(parameters: StochasticParameters = {}): FeatureSpec {
  const w = windows('stochasticK', parameters);
  const description: Description = {
    meaning: 'slow stochastic %K',
    formula: `sma(100 × (c − L) / (H − L), ${w.smoothing}), H and L the highest h and lowest l of ${w.period} candles`,
    group: 'indicators',
    unit: '0..100',
    range: [0, 100],
  };
  return output(columnId('stochasticK', w), description, w.period + w.smoothing - 1, w, (stochastic) => (out) => {
    if (stochastic.kReady) out.set(stochastic.k);
  });
}

/** `stochasticD_p_s_n`, 0..100. */
function d(parameters: StochasticParameters = {}): FeatureSpec {
  const w = windows('stochasticD', parameters);
  const description: Description = {
    meaning: 'slow stochastic %D',
    formula: `sma(stochasticK, ${w.signal})`,
    group: 'indicators',
    unit: '0..100',
    range: [0, 100],
  };
  const warmup = w.period + w.smoothing + w.signal - 2;
  return output(columnId('stochasticD', w), description, warmup, w, (stochastic) => (out) => {
    if (stochastic.dReady) out.set(stochastic.d);
  });
}

/** `stochCross`: 1 where %K rose above %D at this candle, −1 where it fell below, else 0. */
function cross(parameters: StochasticParameters = {}): FeatureSpec {
  const w = windows('stochCross', parameters);
  const { period: p, smoothing: s, signal: n } = w;
  const id = p === 14 && s === 3 && n === 3 ? 'stochCross' : `stochCross(p=${p},s=${s},n=${n})`;
  const description: Description = {
    meaning: '1 where %K crossed above %D, −1 where below, else 0',
    formula: '1 if (K − D)[1] ≤ 0 < K − D, −1 if ≥ 0 >, else 0; within 1e-9 is 0',
    group: 'indicator based',
    unit: '−1, 0, 1',
    range: [-1, 1],
    scale: 'discrete',
  };
  return output(id, description, p + s + n - 1, w, (stochastic) => {
    const before = { ready: false, distance: Number.NaN };
    return (out) => {
      const distance = stochastic.k - stochastic.d;
      if (before.ready && stochastic.dReady) out.set(crossOf(before.distance, distance));
      before.ready = stochastic.dReady;
      before.distance = distance;
    };
  });
}

/** Slow stochastic (TA-Lib STOCH, defaults 14, 3, 3). All continue over the start of a session. */
export const stochastic = { k, d, cross };
