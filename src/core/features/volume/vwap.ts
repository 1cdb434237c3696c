// The session's volume-weighted average price and the distance of the close from it: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { SessionVwap } from '../indicators/session-vwap.ts';

function price(): FeatureSpec {
  return defineFeature(
    {
      id: 'vwap',
      meaning: 'volume-weighted average of the typical price since the session began',
      group: 'indicators',
      unit: 'points',
      warmup: 1,
      sessionRule: 'reset',
    },
    () => {
      const average = new SessionVwap();
      return (out, candle) => {
        average.push(candle);
        if (average.ready) out.set(average.value);
      };
    },
  );
}

function distance(): FeatureSpec {
  return defineFeature(
    {
      id: 'vwapDistance',
      meaning: 'close over the session vwap, minus 1',
      group: 'volume',
      unit: 'fraction',
      warmup: 1,
      sessionRule: 'reset',
    },
    () => {
      const average = new SessionVwap();
      return (out, candle) => {
        average.push(candle);
        if (average.ready && average.value > 0) out.set((candle.close - average.value) / average.value);
      };
    },
  );
}

/**
 * `vwap` in points and `vwapDistance`, (c − vwap) / vwap. reset: the sum starts with each session's first candle and has no value
 * before one was seen, so a start in mid-session stays not ready until the next session.
 */
export const vwap = Object.assign(price, { distance });
