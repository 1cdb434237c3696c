// A strategy with a feature of its own, which its model reads.

import { defineFeature, defineStrategy, hold, ruleRegime } from 'quantumtrader';

const bodyTicks = defineFeature(
  { id: 'bodyTicks', meaning: 'close minus open', unit: 'ticks', warmup: 1, sessionRule: 'continue' },
  () => (out, candle, session) => out.set((candle.close - candle.open) / session.tick),
);

export default defineStrategy({
  name: 'own-inputs',
  instruments: { trade: 'WDOFUT' },
  candle: '1m',
  features: { body: bodyTicks },
  regime: ruleRegime(),
  model: 'own-model',
  decide: () => hold('only its features are looked at'),
  risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
});
