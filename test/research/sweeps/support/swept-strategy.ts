// A strategy without a model whose period, stop and side can be searched: with the slope of an average, at most one trade at a time.
import { ema } from '../../../../src/core/features/index.ts';
import { ruleRegime } from '../../../../src/core/regime/rule-regime.ts';
import { parametrised } from '../../../../src/core/signal/parametrised.ts';
import { defineStrategy } from '../../../../src/core/signal/strategy.ts';
import { hold, target } from '../../../../src/core/signal/wanted.ts';

export default parametrised(
  {
    period: { default: 20, min: 5, max: 60, step: 5 },
    stopPoints: { default: 5, min: 2, max: 12, step: 0.5 },
    side: { default: 'with', of: ['with', 'against', 'broken'] },
  },
  ({ period, stopPoints, side }) =>
    defineStrategy({
      name: 'swept',
      instruments: { trade: 'WDOFUT' },
      candle: '1m',
      features: { slope: ema.slope({ period }) },
      regime: ruleRegime(),
      warmupCandles: 100,
      decide({ features, position }) {
        if (side === 'broken') throw new Error('broken on purpose');
        if (position.quantity !== 0) return hold('the bracket decides');
        const direction = features.slope > 0 === (side === 'with') ? 1 : -1;
        return target(direction, { stopPoints, targetPoints: 2 * stopPoints }, 'tested');
      },
      risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
    }),
);
