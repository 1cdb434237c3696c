// A strategy whose decisions take as long as its parameter says: a point that nobody can wait for, for tests of sweeps that are ended.
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { parametrised } from '../../../src/core/signal/parametrised.ts';
import { defineStrategy } from '../../../src/core/signal/strategy.ts';
import { hold } from '../../../src/core/signal/wanted.ts';

const nothing = new Int32Array(new SharedArrayBuffer(4));

export default parametrised({ waitMs: { default: 0, min: 0, max: 60_000, step: 1 } }, ({ waitMs }) =>
  defineStrategy({
    name: 'slow-sweep',
    instruments: { trade: 'WDOFUT' },
    candle: '1m',
    features: {},
    regime: ruleRegime(),
    warmupCandles: 100,
    decide() {
      if (waitMs > 0) Atomics.wait(nothing, 0, 0, waitMs);
      return hold('it waits');
    },
    risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
  }),
);
