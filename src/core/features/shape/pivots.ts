// How far the close is from the floor traders' levels of the session before: makers of the specs.

import type { PreviousSession } from '../../market/session-facts.ts';
import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';

function distance(id: string, level: string, formula: string, step: FeatureStep): FeatureSpec {
  return defineFeature(
    {
      id,
      meaning: `close minus the ${level} of the session before, over the close`,
      formula: `(c − level) / c, level = ${formula}, P = (H + L + C) / 3 of the previous session`,
      source: 'Person 2004',
      group: 'price action',
      unit: 'fraction',
      warmup: 1,
      inputs: ['candles', 'sessions'],
      sessionRule: 'reset',
    },
    () => step,
  );
}

function pivotOf({ high, low, close }: PreviousSession): number {
  return (high + low + close) / 3;
}

/**
 * `pivotDistance`: (c − P) / c with P = (H + L + C) / 3 of the session before, of the same contract; a fraction of the price, negative below
 * the level. reset. Not ready where the session before is not known or the close is 0 or below.
 */
export function pivotDistance(): FeatureSpec {
  return distance('pivotDistance', 'pivot', 'P', (out, { close }, session) => {
    const previous = session.facts?.previous;
    if (previous !== undefined && close > 0) out.set((close - pivotOf(previous)) / close);
  });
}

/** `support1Distance`: (c − S1) / c with S1 = 2P − H; else as `pivotDistance`. */
export function support1Distance(): FeatureSpec {
  return distance('support1Distance', 'first support', '2P − H', (out, { close }, session) => {
    const previous = session.facts?.previous;
    if (previous !== undefined && close > 0) out.set((close - (2 * pivotOf(previous) - previous.high)) / close);
  });
}

/** `resistance1Distance`: (c − R1) / c with R1 = 2P − L; else as `pivotDistance`. */
export function resistance1Distance(): FeatureSpec {
  return distance('resistance1Distance', 'first resistance', '2P − L', (out, { close }, session) => {
    const previous = session.facts?.previous;
    if (previous !== undefined && close > 0) out.set((close - (2 * pivotOf(previous) - previous.low)) / close);
  });
}
