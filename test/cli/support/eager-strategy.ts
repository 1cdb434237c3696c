// The source of a strategy that holds something nearly always: for a session that must trade soon.

/** Name of the strategy, and of its file. */
export const EAGER = 'eager';

/** Decides each second trade, in one regime, behind a short warm-up; its bracket is near enough to be reached within seconds. */
export const eagerSource = `// Long or short by the last price, whenever nothing is held.

import { defineStrategy, hold, type RegimeDetectorSpec, target } from 'quantumtrader';

const alwaysTrend: RegimeDetectorSpec = {
  id: 'always-trend',
  parameters: {},
  create: () => ({
    regime: {
      kind: 'trend_up',
      confidence: 0.7,
      strength: 30,
      ageCandles: 0,
      reason: 'always',
      atr: 4,
      nearSupport: undefined,
      nearResistance: undefined,
    },
    warmup: 0,
    settled: 0,
    update: () => {},
  }),
};

export default defineStrategy({
  name: '${EAGER}',
  instruments: { trade: 'WDOFUT' },
  candle: '2t',
  features: {},
  regime: alwaysTrend,
  decide({ position, price }) {
    if (position.quantity !== 0) return hold('the bracket decides');
    return target(Math.round(price * 2) % 2 === 0 ? 1 : -1, { stopPoints: 4, targetPoints: 6 }, 'nothing is held');
  },
  risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 1, dailyLossLimit: 0.5, flattenBeforeClose: '15m' },
});
`;
