// A strategy with a regime detector of its own, which knows a parameter of the strategy and does not name it: for trainings of a sweep.
import { ruleRegime } from '../../../../src/core/regime/rule-regime.ts';
import { parametrised } from '../../../../src/core/signal/parametrised.ts';
import { defineStrategy } from '../../../../src/core/signal/strategy.ts';
import { hold } from '../../../../src/core/signal/wanted.ts';

export default parametrised({ enterAdx: { default: 25, min: 21, max: 60, step: 1 } }, ({ enterAdx }) =>
  defineStrategy({
    name: 'own-regime',
    instruments: { trade: 'WDOFUT' },
    candle: '1m',
    features: {},
    regime: { id: 'own', parameters: {}, create: () => ruleRegime({ adxEnter: enterAdx }).create() },
    model: 'quick',
    warmupCandles: 300,
    decide: () => hold('waits'),
    risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
  }),
);
