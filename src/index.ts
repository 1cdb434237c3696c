// What strategies, notebooks and releases import as `quantumtrader`: the pure core's public names, nothing that reaches outside.

export type { Fill, Order, OrderRole, OrderStatus, OrderType } from './core/account/order.ts';
export { type Candle, imbalance } from './core/candles/candle.ts';
export { type CandleInterval, parseCandleInterval } from './core/candles/candle-interval.ts';
export { catalogue, featureById, nearestFeatureIds } from './core/catalogue/catalogue.ts';
export type { DecisionRecord, GateResult } from './core/engine/decision-record.ts';
export { Engine } from './core/engine/engine.ts';
export type { EngineSettings } from './core/engine/engine-context.ts';
export type { StrategySetup } from './core/engine/strategy-setup.ts';
export { specOfInput, warmupCandlesOf } from './core/engine/strategy-setup.ts';
export * from './core/features/index.ts';
export type { Instrument } from './core/market/instrument.ts';
export { instrumentOf } from './core/market/instrument-table.ts';
export { isOnGrid, priceAt, tickAt } from './core/market/price-grid.ts';
export type { Provenance, SideSource } from './core/market/provenance.ts';
export type { Side } from './core/market/side.ts';
export type { ModelManifest, RegimeThresholds, TradedRegime } from './core/prediction/model-manifest.ts';
export type { Prediction } from './core/prediction/prediction.ts';
export { changePointRegime } from './core/regime/change-point-regime.ts';
export { cusumRegime } from './core/regime/cusum-regime.ts';
export { hmmRegime } from './core/regime/hmm-regime.ts';
export type { Regime, RegimeKind } from './core/regime/regime.ts';
export type { RegimeDetector, RegimeDetectorSpec } from './core/regime/regime-detector.ts';
export { regimeAge, regimeFlips, regimeStrength } from './core/regime/regime-features.ts';
export { ruleRegime } from './core/regime/rule-regime.ts';
export type { HoldCode } from './core/signal/hold-code.ts';
export { parametrised } from './core/signal/parametrised.ts';
export {
  type DecisionContext,
  defineStrategy,
  onInstrument,
  type Strategy,
  type StrategyDefinition,
} from './core/signal/strategy.ts';
export type { ParameterSpecs, ParameterValues } from './core/signal/strategy-parameters.ts';
export { flat, hold, target, type Wanted } from './core/signal/wanted.ts';
