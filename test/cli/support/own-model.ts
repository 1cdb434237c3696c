// The text of a strategy with a model and a feature of its own, which the model reads.

export const OWN_MODEL = `// A strategy with a model of its own.
import { defineFeature, defineStrategy, hold, rsi, ruleRegime } from 'quantumtrader';

const body = defineFeature(
  { id: 'body', meaning: 'close minus open', unit: 'points', warmup: 1, sessionRule: 'continue' },
  () => (out, candle) => out.set(candle.close - candle.open),
);

export default defineStrategy({
  name: 'own-model',
  instruments: { trade: 'WDOFUT' },
  candle: '1m',
  features: { body, rsi: rsi() },
  regime: ruleRegime(),
  model: 'own-model',
  decide: () => hold('as always'),
  risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 1, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
});
`;
