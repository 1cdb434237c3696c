// What notebooks import as `quantumtrader/research`: data, runs, training, statistics and figures. Nothing live imports it.

export { type ExportedParts, type ExportRequest, exportParts } from '../adapters/datasets/export/export-parts.ts';
export { type ReadRequest, type ReadSeries, readEvents } from '../adapters/datasets/reader/event-reader.ts';
export { type DatasetStore, openStore } from '../adapters/datasets/store.ts';
export { forEachCandle } from '../core/candles/day-candles.ts';
export type { EventBatch } from '../core/market/event-batch.ts';
/** Kinds, flags and word numbers of the records that `readEvents` gives. */
export * as eventRecord from '../core/market/event-record.ts';
export { codeFromSource } from '../runner/engine-code.ts';
export { loadStrategy, strategyNames } from '../runner/load-strategy.ts';
export { planRun, type RunPlan } from '../runner/run-plan.ts';
export { type SimulatedRun, type SimulatedRunOptions, simulatedRun } from '../runner/simulated-run.ts';
export { syntheticDays } from '../runner/synthetic-days.ts';
export { type ColumnFeature, columnFeature } from './feature-checks/column-feature.ts';
export { checkData, checkFeatures, type FeatureCheck } from './feature-checks/feature-check.ts';
export { type LeakCheck, leakCheck } from './feature-checks/leak-check.ts';
export { type FeaturesRequest, features } from './features/features.ts';
export { type AsOfOptions, Frame, type FrameOptions } from './frames/frame.ts';
export type { FrameMeta, FrameSource } from './frames/frame-meta.ts';
export type { Aggregation } from './frames/resample.ts';
export { type FrameSql, openSql, partsFrame } from './frames/stored-frames.ts';
export { TradingData, type TradingDataRequest, tradingData } from './frames/trading-data.ts';
export { dayFigure, periodFigure } from './plots/candles-figure.ts';
export { equityFigure } from './plots/equity-figure.ts';
export type { Figure } from './plots/figure.ts';
export * from './regime/index.ts';
export { renderReport } from './report/html-report.ts';
export { sessionResultOf } from './report/run-result.ts';
export type { SessionResult } from './report/session-result.ts';
export { writeReport } from './report/write.ts';
export { type SessionStatistics, sessionStatistics } from './statistics/session-statistics.ts';
export { trainWdoRegime } from './training/train-wdo-regime.ts';
