// Highest high, lowest low and middle of a window: makers of the specs of Donchian's channel.

import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import type { RollingExtremes } from '../indicators/rolling-extremes.ts';
import { wholeNumber } from '../parameters.ts';
import { extremesOfCandles } from '../shared/extremes-of-candles.ts';

export interface DonchianParameters {
  readonly period?: number;
}

function output(
  name: string,
  period: number,
  meaning: string,
  formula: (p: number) => string,
  begin: (extremes: RollingExtremes) => FeatureStep,
): FeatureSpec {
  const p = wholeNumber(name, 'period', period);
  return defineFeature(
    {
      id: `${name}_${p}`,
      meaning,
      formula: formula(p),
      source: 'Donchian 1960',
      group: 'indicators',
      unit: 'points',
      scale: 'discrete',
      warmup: p,
      parameters: { period: p },
      sessionRule: 'continue',
    },
    (shared) => begin(extremesOfCandles(shared, p)),
  );
}

/** `donchianUpper_p`: highest high of p candles, points. */
function upper({ period = 20 }: DonchianParameters = {}): FeatureSpec {
  const meaning = 'highest high of the Donchian channel';
  const formula = (p: number) => `max(h, ${p})`;
  return output('donchianUpper', period, meaning, formula, (extremes) => (out) => {
    if (extremes.ready) out.set(extremes.highest);
  });
}

/** `donchianMiddle_p`: mean of upper and lower, points. */
function middle({ period = 20 }: DonchianParameters = {}): FeatureSpec {
  const meaning = 'middle of the Donchian channel';
  const formula = (p: number) => `(max(h, ${p}) + min(l, ${p})) / 2`;
  return output('donchianMiddle', period, meaning, formula, (extremes) => (out) => {
    if (extremes.ready) out.set((extremes.highest + extremes.lowest) / 2);
  });
}

/** `donchianLower_p`: lowest low of p candles, points. */
function lower({ period = 20 }: DonchianParameters = {}): FeatureSpec {
  const meaning = 'lowest low of the Donchian channel';
  const formula = (p: number) => `min(l, ${p})`;
  return output('donchianLower', period, meaning, formula, (extremes) => (out) => {
    if (extremes.ready) out.set(extremes.lowest);
  });
}

/** Donchian channel; the window includes the candle. All continue over the start of a session. */
export const donchian = { upper, middle, lower };
