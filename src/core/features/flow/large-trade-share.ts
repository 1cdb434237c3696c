// The share of a candle's volume that came in large trades, large by the sizes of earlier sessions: maker of its spec.

import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';

const OPEN_US = 0;
const TOLD = 1;
const LARGE = 2;

/**
 * `largeTradeShare`: contracts of the candle in trades of at least `largeTradeSize` of the session's facts (95th percentile of the sizes
 * of trades of the last 5 sessions) / its volume, 0..1; trades of every kind, auctions and RLP too. reset. Not ready without that size,
 * and where the trades told do not add up to the candle's volume: a candle from bars, or a tape with holes. Fresh between candles.
 */
export function largeTradeShare(): FeatureSpec {
  return defineFeature(
    {
      id: 'largeTradeShare',
      meaning: 'share of volume in large trades',
      formula: 'Σ(quantity of trades ≥ the 95th percentile size of the last 5 sessions) / v',
      source: 'Barclay and Warner 1993 (trades by size); size limit of the catalogue',
      group: 'volume',
      unit: '0..1',
      range: [0, 1],
      warmup: 1,
      inputs: ['tape', 'sessions'],
      sessionRule: 'reset',
    },
    () => {
      const sums = new Float64Array(3);
      const now: FeatureStep = (out, candle, session) => {
        if (session.openUs !== sums[OPEN_US] || session.facts?.largeTradeSize === undefined) return;
        if (sums[TOLD]! > 0 && sums[TOLD] === candle.volume) out.set(sums[LARGE]! / sums[TOLD]!);
      };
      return {
        now,
        candle: (out, candle, session) => {
          now(out, candle, session);
          sums[TOLD] = 0;
          sums[LARGE] = 0;
        },
        trade: (trade, session) => {
          if (session.openUs !== sums[OPEN_US]) {
            sums.fill(0);
            sums[OPEN_US] = session.openUs;
          }
          const { quantity } = trade;
          const size = session.facts?.largeTradeSize;
          sums[TOLD] = sums[TOLD]! + quantity;
          if (size !== undefined && quantity >= size) sums[LARGE] = sums[LARGE]! + quantity;
        },
      };
    },
  );
}
