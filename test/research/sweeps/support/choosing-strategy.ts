// A strategy whose parameters choose its regime and its preset of thresholds: for trainings of a sweep that fit some of its values only.
import { ruleRegime } from '../../../../src/core/regime/rule-regime.ts';
import { parametrised } from '../../../../src/core/signal/parametrised.ts';
import { defineStrategy } from '../../../../src/core/signal/strategy.ts';
import { hold } from '../../../../src/core/signal/wanted.ts';

const parameters = {
  enterAdx: { default: 25, min: 21, max: 60, step: 1 },
  preset: { default: 'fitted', of: ['fitted', 'bold'] },
} as const;

export default parametrised(parameters, ({ enterAdx, preset }) =>
  defineStrategy({
    name: 'choosing',
    instruments: { trade: 'WDOFUT' },
    candle: '1m',
    features: {},
    regime: ruleRegime({ adxEnter: enterAdx }),
    model: 'quick',
    thresholds: preset,
    warmupCandles: 300,
    decide: () => hold('waits'),
    risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
  }),
);
