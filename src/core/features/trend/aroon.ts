// How long ago the highest high and the lowest low of a window were: makers of the specs of Aroon up, down and oscillator.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { LatestHighest } from '../indicators/latest-highest.ts';
import { wholeNumber } from '../parameters.ts';
import { ageOfHighest, ageOfLowest } from '../shared/age-of-extremes.ts';

export interface AroonParameters {
  readonly period?: number;
}

const HIGH = (p: number) => `candles since the latest highest high of ${p + 1} candles`;
const LOW = (p: number) => `candles since the latest lowest low of ${p + 1} candles`;

/** One output of the indicator; its window is the candle and the `period` candles before it. */
function output(
  name: string,
  period: number,
  description: Pick<FeatureDefinition, 'meaning' | 'unit' | 'range'>,
  formula: (p: number) => string,
  begin: (high: LatestHighest, low: LatestHighest, scale: number) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period, 2);
  return defineFeature(
    {
      id: `${name}_${p}`,
      ...description,
      formula: formula(p),
      source: 'Chande 1995; TA-Lib AROON, AROONOSC',
      group: 'indicators',
      scale: 'discrete',
      warmup: p + 1,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => begin(ageOfHighest(shared, p + 1), ageOfLowest(shared, p + 1), 100 / p),
  );
}

/** `aroonUp_p`: 100 at a new highest high of p + 1 candles, down to 0 where it is p candles old. The latest of equal highs counts. */
function up({ period = 25 }: AroonParameters = {}): FeatureSpec {
  const range: readonly [number, number] = [0, 100];
  const description = { meaning: 'how recent the highest high is', unit: '0..100', range };
  const formula = (p: number) => `100 × (${p} − ${HIGH(p)}) / ${p}`;
  return output('aroonUp', period, description, formula, (high, _low, scale) => {
    const span = high.window - 1;
    return (out) => {
      if (high.ready) out.set(scale * (span - high.age));
    };
  });
}

/** `aroonDown_p`: 100 at a new lowest low of p + 1 candles, down to 0 where it is p candles old. The latest of equal lows counts. */
function down({ period = 25 }: AroonParameters = {}): FeatureSpec {
  const range: readonly [number, number] = [0, 100];
  const description = { meaning: 'how recent the lowest low is', unit: '0..100', range };
  const formula = (p: number) => `100 × (${p} − ${LOW(p)}) / ${p}`;
  return output('aroonDown', period, description, formula, (_high, low, scale) => {
    const span = low.window - 1;
    return (out) => {
      if (low.ready) out.set(scale * (span - low.age));
    };
  });
}

/** `aroonOscillator_p`: aroonUp_p − aroonDown_p, −100..100. */
function oscillator({ period = 25 }: AroonParameters = {}): FeatureSpec {
  const range: readonly [number, number] = [-100, 100];
  const description = { meaning: 'Aroon up minus Aroon down', unit: '−100..100', range };
  const formula = (p: number) => `100 × (${LOW(p)} − ${HIGH(p)}) / ${p}`;
  return output('aroonOscillator', period, description, formula, (high, low, scale) => (out) => {
    if (high.ready) out.set(scale * (low.age - high.age));
  });
}

/** Aroon (Chande 1995, TA-Lib AROON and AROONOSC), period of at least 2. All continue over the start of a session. */
export const aroon = { up, down, oscillator };
