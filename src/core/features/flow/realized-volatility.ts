// Volatility of the last trade price from second to second inside a window of candles: maker of its spec.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { RollingSum } from '../indicators/rolling-sum.ts';
import { wholeNumber } from '../parameters.ts';
import { squaredReturns } from './squared-returns.ts';

/**
 * `realizedVolatility_n`: √Σ r² over n candles, r the log return of the last trade price from one second to the next; the seconds are
 * counted from the session's opening, and the price at a second is that of the last trade before it. A fraction, for n candles, not
 * annualised. Crosses and other prints are left out; before the session's first trade there is no return. reset. Not ready until n
 * candles of the session were told trade by trade; one that was not (a bar, a hole in the tape), or with a price of 0 or below, begins
 * the window anew. Fresh between candles, over the last n − 1 closed candles and the running one.
 */
export function realizedVolatility({ candles = 20 }: { candles?: number } = {}): FeatureSpec {
  const n = wholeNumber('realizedVolatility', 'candles', candles);
  return defineFeature(
    {
      id: `realizedVolatility_${n}`,
      meaning: `volatility from second to second over ${n} candles`,
      formula: `√Σ r² over ${n} candles, r = ln(p / p one second earlier), p = last trade price on a 1-second grid`,
      source: 'Andersen, Bollerslev, Diebold and Labys 2003',
      group: 'volatility',
      unit: 'fraction',
      warmup: n,
      inputs: ['tape'],
      parameters: { candles: n },
      sessionRule: 'reset',
    },
    (shared) => {
      const returns = squaredReturns(shared);
      const sum = new RollingSum(n);
      return {
        candle: (out, candle) => {
          if (candle.firstOfSession || !returns.isClosedWhole) sum.clear();
          if (!returns.isClosedWhole) return;
          sum.push(returns.closedSquares);
          if (sum.ready) out.set(Math.sqrt(sum.value));
        },
        now: (out, running, session) => {
          const isReady = running.firstOfSession ? n === 1 : sum.readyWithNext;
          if (isReady && returns.isWhole(running, session))
            out.set(Math.sqrt(sum.valueWith(returns.squaresAt(running))));
        },
      };
    },
  );
}
