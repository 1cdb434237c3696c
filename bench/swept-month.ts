// Nothing in; a strategy without a model whose average and stop a sweep can search, for measuring sweeps, out.

import { defineStrategy, ema, hold, parametrised, ruleRegime, target } from '../src/index.ts';

export default parametrised(
  {
    period: { default: 20, min: 5, max: 100, step: 1 },
    stopPoints: { default: 5, min: 2, max: 12, step: 0.5 },
  },
  ({ period, stopPoints }) =>
    defineStrategy({
      name: 'swept-month',
      instruments: { trade: 'WDOFUT' },
      candle: '1m',
      features: { slope: ema.slope({ period }) },
      regime: ruleRegime(),
      warmupCandles: 500,
      decide({ features, regime, position }) {
        if (position.quantity !== 0) return hold('the bracket decides');
        if (regime.kind === 'undefined') return hold('no regime');
        return target(features.slope > 0 ? 1 : -1, { stopPoints, targetPoints: 2 * stopPoints }, 'with the average');
      },
      risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
    }),
);
