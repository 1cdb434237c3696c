// What notebooks import as `labels`: what happened after each decision, and how much a row of that is worth. All of it looks forward.

export type { BarrierDistance, VolatilityDistance } from './barrier-distance.ts';
export type { AtFlatten } from './barrier-options.ts';
export { type ForwardReturn, forwardReturn } from './forward-return.ts';
export { type MetaLabel, metaLabel } from './meta-label.ts';
export { averageUniqueness, returnAttribution, timeDecay } from './sample-weights.ts';
export { type SequentialBootstrap, sequentialBootstrap } from './sequential-bootstrap.ts';
export type { TradeCosts } from './trade-costs.ts';
export type { TradeSides } from './trade-sides.ts';
export { type TrendDirection, trendDirection } from './trend-direction.ts';
export { type TrendScanning, trendScanning } from './trend-scanning.ts';
export { type TripleBarrier, tripleBarrier } from './triple-barrier.ts';
export { type TripleBarrierOnTrades, tripleBarrierOnTrades } from './triple-barrier-on-trades.ts';
