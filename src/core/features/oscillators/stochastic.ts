// The slow stochastic of candles: %K, %D and their cross: makers of their specs.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { crossOf } from '../indicators/cross.ts';
import { Stochastic } from '../indicators/stochastic.ts';
import { wholeNumber } from '../parameters.ts';

export interface StochasticParameters {
  readonly period?: number;
  /** Raw values in the mean that is %K. */
  readonly smoothing?: number;
  /** Values of %K in the mean that is %D. */
  readonly signal?: number;
}

function output(
  name: string,
  { period = 14, smoothing = 3, signal = 3 }: StochasticParameters,
  description: Pick<FeatureDefinition, 'meaning' | 'group' | 'unit' | 'range'>,
  kind: 'k' | 'd' | 'cross',
  begin: (stochastic: Stochastic) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period);
  const s = wholeNumber(name, 'smoothing', smoothing);
  const n = wholeNumber(name, 'signal', signal);
  const isDefault = p === 14 && s === 3 && n === 3;
  const crossId = isDefault ? name : `${name}(p=${p},s=${s},n=${n})`;
  const firstK = p + s - 1;
  const firstD = firstK + n - 1;
  return defineFeature(
    {
      id: kind === 'cross' ? crossId : `${name}_${p}_${s}_${n}`,
      ...description,
      warmup: { k: firstK, d: firstD, cross: firstD + 1 }[kind],
      parameters: { period: p, smoothing: s, signal: n },
      sessionRule: 'continue',
    },
    () => begin(new Stochastic(p, s, n)),
  );
}

/** `stochasticK_p_s_n`, 0..100. A window without range is not ready. */
function k(parameters: StochasticParameters = {}): FeatureSpec {
  const description = { meaning: 'slow stochastic %K', group: 'indicators', unit: '0..100' };
  return output('stochasticK', parameters, description, 'k', (stochastic) => (out, candle) => {
    stochastic.push(candle.high, candle.low, candle.close);
    if (stochastic.kReady) out.set(stochastic.k);
  });
}

/** `stochasticD_p_s_n`, 0..100. */
function d(parameters: StochasticParameters = {}): FeatureSpec {
  const description = { meaning: 'slow stochastic %D', group: 'indicators', unit: '0..100' };
  return output('stochasticD', parameters, description, 'd', (stochastic) => (out, candle) => {
    stochastic.push(candle.high, candle.low, candle.close);
    if (stochastic.dReady) out.set(stochastic.d);
  });
}

/** `stochCross`: 1 where %K rose above %D at this candle, −1 where it fell below, else 0. */
function cross(parameters: StochasticParameters = {}): FeatureSpec {
  const description: Pick<FeatureDefinition, 'meaning' | 'group' | 'unit' | 'range'> = {
    meaning: '1 where %K crossed above %D, −1 where below, else 0',
    group: 'indicator based',
    unit: '−1, 0, 1',
    range: [-1, 1],
  };
  return output('stochCross', parameters, description, 'cross', (stochastic) => (out, candle) => {
    const hadValue = stochastic.dReady;
    const before = stochastic.k - stochastic.d;
    stochastic.push(candle.high, candle.low, candle.close);
    if (!hadValue || !stochastic.dReady) return;
    out.set(crossOf(before, stochastic.k - stochastic.d));
  });
}

/** Slow stochastic (TA-Lib STOCH, defaults 14, 3, 3). All continue over the start of a session. */
export const stochastic = { k, d, cross };
