// Williams' ultimate oscillator of candles: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { UltimateOscillator } from '../indicators/ultimate-oscillator.ts';
import { ordered, wholeNumber } from '../parameters.ts';

export interface UltimateOscillatorParameters {
  readonly fast?: number;
  readonly middle?: number;
  readonly slow?: number;
}

/**
 * `ultimateOscillator_f_m_s`: buying pressure over true range of three windows, weighted 4, 2 and 1, 0..100 (TA-Lib ULTOSC). continue.
 * Not ready where the fast window has no range.
 */
export function ultimateOscillator(parameters: UltimateOscillatorParameters = {}): FeatureSpec {
  const name = 'ultimateOscillator';
  const { fast = 7, middle = 14, slow = 28 } = parameters;
  const f = wholeNumber(name, 'fast', fast);
  const m = wholeNumber(name, 'middle', middle);
  const s = wholeNumber(name, 'slow', slow);
  ordered(name, 'fast', f, 'middle', m);
  ordered(name, 'middle', m, 'slow', s);
  return defineFeature(
    {
      id: `${name}_${f}_${m}_${s}`,
      meaning: `buying pressure over true range of ${f}, ${m} and ${s} candles`,
      formula: `100 × (4·A(${f}) + 2·A(${m}) + A(${s})) / 7, A(n) = Σ(c − min(l, c[1])) / Σ(max(h, c[1]) − min(l, c[1])) over n candles`,
      source: 'Williams 1985, TA-Lib ULTOSC',
      group: 'indicators',
      unit: '0..100',
      range: [0, 100],
      warmup: s + 1,
      parameters: { fast: f, middle: m, slow: s },
      sessionRule: 'continue',
    },
    () => {
      const oscillator = new UltimateOscillator(f, m, s);
      return (out, candle) => {
        oscillator.push(candle);
        if (oscillator.ready) out.set(oscillator.value);
      };
    },
  );
}
