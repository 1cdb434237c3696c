// A strategy that trades with its model, whatever that is trained by: for sweeps over options of a training.
import { ruleRegime } from '../../../../src/core/regime/rule-regime.ts';
import { parametrised } from '../../../../src/core/signal/parametrised.ts';
import { defineStrategy } from '../../../../src/core/signal/strategy.ts';
import { hold, target } from '../../../../src/core/signal/wanted.ts';

export default parametrised({ stopPoints: { default: 5, min: 2, max: 12, step: 0.5 } }, ({ stopPoints }) =>
  defineStrategy({
    name: 'trained',
    instruments: { trade: 'WDOFUT' },
    candle: '1m',
    features: {},
    regime: ruleRegime(),
    model: 'quick',
    warmupCandles: 300,
    decide({ prediction, position }) {
      if (prediction === undefined || position.quantity !== 0) return hold('waits');
      return target(
        prediction.direction > 0 ? 1 : -1,
        { stopPoints, targetPoints: 2 * stopPoints },
        'as the model says',
      );
    },
    risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
  }),
);
