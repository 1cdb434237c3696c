// What a feature of the calendar is and says at an instant in; its spec, fresh at every decision, out.

import { defineFeature, type FeatureDefinition, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';

export type ClockDefinition = Pick<FeatureDefinition, 'id' | 'meaning' | 'unit' | 'range' | 'scale'> & {
  readonly formula: string;
};

/** `step` reads the end of the candle and the session only: at a decision between two candles the end of the running one is now. */
export function clock(definition: ClockDefinition, step: FeatureStep): FeatureSpec {
  return defineFeature(
    { ...definition, source: 'session calendar', group: 'time', warmup: 1, inputs: ['clock'], sessionRule: 'reset' },
    () => ({ candle: step, now: step }),
  );
}

/** 1 while the formula holds, else 0. */
export function flag(id: string, meaning: string, formula: string, step: FeatureStep): FeatureSpec {
  return clock({ id, meaning, formula, unit: '0 or 1', range: [0, 1], scale: 'discrete' }, step);
}
