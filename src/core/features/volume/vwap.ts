// The session's volume-weighted average price and the distance of the close from it: makers of their specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { sessionVwapOfCandles } from '../shared/session-vwap-of-candles.ts';

const source = 'Berkowitz, Logue and Noser 1988';

function price(): FeatureSpec {
  return defineFeature(
    {
      id: 'vwap',
      meaning: 'volume-weighted average of the typical price since the session began',
      formula: 'Σ (h + l + c) / 3 × v / Σ v since the session began',
      source,
      group: 'indicators',
      unit: 'points',
      warmup: 1,
      sessionRule: 'reset',
    },
    (shared) => {
      const average = sessionVwapOfCandles(shared);
      return (out) => {
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
      formula: '(c − vwap) / vwap',
      source,
      group: 'volume',
      unit: 'fraction',
      warmup: 1,
      sessionRule: 'reset',
    },
    (shared) => {
      const average = sessionVwapOfCandles(shared);
      return (out, candle) => {
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
