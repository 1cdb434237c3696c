// Middles of the ranges of three windows: makers of the specs of the lines of Ichimoku Kinko Hyo, none of them shifted.

import { defineFeature, type FeatureDefinition } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { ordered, wholeNumber } from '../parameters.ts';
import { extremesOfCandles } from '../shared/extremes-of-candles.ts';
import type { SharedParts } from '../shared-parts.ts';

const formula = (n: number): string => `(max(h, ${n}) + min(l, ${n})) / 2`;

type Description = Pick<FeatureDefinition, 'id' | 'meaning' | 'formula' | 'warmup' | 'parameters'>;

function output(
  description: Description,
  begin: (shared: SharedParts) => ReturnType<Parameters<typeof defineFeature>[1]>,
): FeatureSpec {
  const source = 'Hosoda 1969';
  return defineFeature(
    { ...description, source, group: 'indicators', unit: 'points', scale: 'discrete', sessionRule: 'continue' },
    begin,
  );
}

/** The middle of the highest high and lowest low of one window. */
function middle(name: string, meaning: string, period: number): FeatureSpec {
  const p = wholeNumber(name, 'period', period);
  const description = { id: `${name}_${p}`, meaning, formula: formula(p), warmup: p, parameters: { period: p } };
  return output(description, (shared) => {
    const extremes = extremesOfCandles(shared, p);
    return (out) => {
      if (extremes.ready) out.set((extremes.highest + extremes.lowest) / 2);
    };
  });
}

/** `ichimokuConversion_p` (tenkan-sen): middle of the range of 9 candles, points. */
function conversion({ period = 9 }: { period?: number } = {}): FeatureSpec {
  return middle('ichimokuConversion', 'Ichimoku conversion line', period);
}

/** `ichimokuBase_p` (kijun-sen): middle of the range of 26 candles, points. */
function base({ period = 26 }: { period?: number } = {}): FeatureSpec {
  return middle('ichimokuBase', 'Ichimoku base line', period);
}

/** `ichimokuSpanA_f_s` (senkou span A, not shifted): mean of conversion and base line of the same candle, points. */
function spanA({ fast = 9, slow = 26 }: { fast?: number; slow?: number } = {}): FeatureSpec {
  const f = wholeNumber('ichimokuSpanA', 'fast', fast);
  const s = wholeNumber('ichimokuSpanA', 'slow', slow);
  ordered('ichimokuSpanA', 'fast', f, 'slow', s);
  const description = {
    id: `ichimokuSpanA_${f}_${s}`,
    meaning: 'first edge of the Ichimoku cloud, not shifted forward',
    formula: `(ichimokuConversion_${f} + ichimokuBase_${s}) / 2`,
    warmup: s,
    parameters: { fast: f, slow: s },
  };
  return output(description, (shared) => {
    const short = extremesOfCandles(shared, f);
    const long = extremesOfCandles(shared, s);
    return (out) => {
      if (long.ready) out.set(((short.highest + short.lowest) / 2 + (long.highest + long.lowest) / 2) / 2);
    };
  });
}

/** `ichimokuSpanB_p` (senkou span B, not shifted): middle of the range of 52 candles, points. */
function spanB({ period = 52 }: { period?: number } = {}): FeatureSpec {
  return middle('ichimokuSpanB', 'second edge of the Ichimoku cloud, not shifted forward', period);
}

/**
 * Ichimoku Kinko Hyo (Hosoda 1969), windows 9, 26 and 52. Charts draw the spans 26 candles ahead; here they stand at the candle they
 * are computed from. The lagging span is the close and looks back from later: no feature. All continue over the start of a session.
 */
export const ichimoku = { conversion, base, spanA, spanB };
