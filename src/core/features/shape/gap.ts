// How far the session opened from where the one before closed: maker of the spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';

/**
 * `gap`: open of the session's first candle over the close of the session before, of the same contract, minus 1; a fraction that holds for
 * the whole session. reset: not ready before the session's first candle was seen. Not ready where the session before is not known.
 */
export function gap(): FeatureSpec {
  return defineFeature(
    {
      id: 'gap',
      meaning: 'opening of the session over the close of the one before, minus 1',
      formula: 'o of the first candle / close of the previous session − 1',
      source: 'plain definition',
      group: 'price action',
      unit: 'fraction',
      scale: 'discrete',
      warmup: 1,
      inputs: ['candles', 'sessions'],
      sessionRule: 'reset',
    },
    () => {
      const opening = { points: Number.NaN };
      return (out, candle, session) => {
        if (candle.firstOfSession) opening.points = candle.open;
        const previous = session.facts?.previous;
        if (previous !== undefined && previous.close > 0 && opening.points > 0) {
          out.set(opening.points / previous.close - 1);
        }
      };
    },
  );
}
