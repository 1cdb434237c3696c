// What notebooks import as `quantumtrader/research`: data, runs, training, statistics and figures. Nothing live imports it.

export { type ExportedParts, type ExportRequest, exportParts } from '../adapters/datasets/export/export-parts.ts';
export { type ReadRequest, type ReadSeries, readEvents } from '../adapters/datasets/reader/event-reader.ts';
export { type DatasetStore, openStore } from '../adapters/datasets/store.ts';
export { recordTrial, recordTrials } from '../adapters/ledger/record-trial.ts';
export type { Trial } from '../adapters/ledger/trial.ts';
export { type ModelFolder, readModelFolder } from '../adapters/onnx/model-folders.ts';
export { forEachCandle } from '../core/candles/day-candles.ts';
export type { EventBatch } from '../core/market/event-batch.ts';
/** Kinds, flags and word numbers of the records that `readEvents` gives. */
export * as eventRecord from '../core/market/event-record.ts';
export { averagedOutputs, fittedOutputs, memberOutputs, rawScores } from '../core/prediction/fitted/evaluate-fitted.ts';
export type { Calibration, FittedMember, FittedModel } from '../core/prediction/fitted/fitted-model.ts';
export { type LiveModel, liveOutputs } from '../core/prediction/fitted/live-model.ts';
export { codeFromSource } from '../runner/engine-code.ts';
export { loadStrategy, strategyNames } from '../runner/load-strategy.ts';
export { planRun, type RunPlan } from '../runner/run-plan.ts';
export { type SimulatedRun, type SimulatedRunOptions, simulatedRun } from '../runner/simulated-run.ts';
export { syntheticDays } from '../runner/synthetic-days.ts';
export { type CalibrationScores, calibrationScores, reliabilityTable } from './calibration/calibration-scores.ts';
export { type CalibrationKind, fitCalibration } from './calibration/fit-calibration.ts';
export type { PredictedRows } from './calibration/predicted-rows.ts';
export { checkbox } from './controls/checkbox.ts';
export { Control } from './controls/control.ts';
export { dropdown } from './controls/dropdown.ts';
export { Interaction, interact } from './controls/interact.ts';
export { rangeSlider, slider } from './controls/slider.ts';
export { bringFigureLibrary } from './display/figure-session.ts';
export { ProgressBar, type ProgressOptions, progress } from './display/progress.ts';
export type { DriftFinding, DriftSettings } from './drift/drift-finding.ts';
export { driftFigure, driftFrame } from './drift/drift-frame.ts';
export { type DriftReport, type DriftRequest, driftReport } from './drift/drift-report.ts';
export { type DriftRuns, driftRuns } from './drift/drift-runs.ts';
export type { EnsemblePrediction } from './ensembles/ensemble-predictions.ts';
export type { Weighting } from './ensembles/member-weights.ts';
export { type Fold, type OutOfFoldOptions, outOfFold, pooledPredictions, takeRows } from './ensembles/out-of-fold.ts';
export type { PathThresholds } from './ensembles/path-thresholds.ts';
export { regimeColumns } from './ensembles/regime-columns.ts';
export type { RegimeRecipe } from './ensembles/regime-recipe.ts';
export {
  type EnsembleMember,
  type RegimeEnsemble,
  type RegimeTraining,
  trainForRegimes,
} from './ensembles/train-for-regimes.ts';
export { type ColumnFeature, columnFeature } from './feature-checks/column-feature.ts';
export { checkData, checkFeatures, type FeatureCheck } from './feature-checks/feature-check.ts';
export { type LeakCheck, leakCheck } from './feature-checks/leak-check.ts';
export { type FeaturesRequest, features } from './features/features.ts';
export { datasetDaysFrame, datasetsFrame } from './frames/dataset-frames.ts';
export { findingsFrame } from './frames/findings-frame.ts';
export { type AsOfOptions, Frame, type FrameOptions } from './frames/frame.ts';
export type { FrameMeta, FrameSource } from './frames/frame-meta.ts';
export type { Aggregation } from './frames/resample.ts';
export { type FrameSql, openSql, partsFrame } from './frames/stored-frames.ts';
export { TradingData, type TradingDataRequest, tradingData } from './frames/trading-data.ts';
export type { Importances } from './importance/importances.ts';
export {
  type PermutationRequest,
  permutationImportance,
  type TestedFold,
} from './importance/permutation-importance.ts';
export { treeCovers } from './importance/tree-covers.ts';
export { gainImportance, shapImportance } from './importance/tree-importance.ts';
export { type ShapValues, treeShap } from './importance/tree-shap.ts';
export * as labels from './labels/index.ts';
export { ModelCard, type ModelCardRequest, modelCard } from './model-card/model-card.ts';
export {
  type BacktestOverfitting,
  backtestOverfitting,
  type OverfittingOptions,
} from './overfitting/backtest-overfitting.ts';
export { combinations } from './overfitting/block-halves.ts';
export { type BlockLength, blockLength } from './overfitting/block-length.ts';
export { type DeflatedSharpe, deflatedSharpe, type TrialsTried } from './overfitting/deflated-sharpe.ts';
export { type EffectiveTrials, effectiveTrials } from './overfitting/effective-trials.ts';
export type { Evidence } from './overfitting/evidence.ts';
export { exactExpectedMaximum, expectedMaximum, minimumBacktestYears } from './overfitting/expected-maximum.ts';
export type { Gate } from './overfitting/gate.ts';
export { type GateSettings, gateDefaults } from './overfitting/gate-settings.ts';
export { type Judgement, judge } from './overfitting/judge.ts';
export { minimumTrackRecord, probabilisticSharpe } from './overfitting/probabilistic-sharpe.ts';
export { type RealityCheck, type RealityCheckOptions, realityCheck } from './overfitting/reality-check.ts';
export type { ResampledResults, Spread } from './overfitting/resampled-results.ts';
export {
  type DayResampling,
  type DayResults,
  type ResamplingOptions,
  resampleDays,
  resampleTrades,
} from './overfitting/resampling.ts';
export { type SearchStatistics, searchStatistics } from './overfitting/search-statistics.ts';
export { annualFactor, autocorrelations, sharpeStandardError } from './overfitting/sharpe-error.ts';
export { type SharpeEstimate, sharpeEstimate } from './overfitting/sharpe-estimate.ts';
export { type CalibrationRequest, calibrationFigure } from './plots/calibration-figure.ts';
export { type CandlesRequest, candlesFigure } from './plots/candles-chart.ts';
export { dayFigure, periodFigure } from './plots/candles-figure.ts';
export { type ConfusionRequest, confusionFigure } from './plots/confusion-figure.ts';
export { type DepthRequest, depthFigure } from './plots/depth-figure.ts';
export type { DepthColumns } from './plots/depth-snapshots.ts';
export { equityFigure } from './plots/equity-figure.ts';
export { type FeatureLabelRequest, featureLabelFigure } from './plots/feature-label-figure.ts';
export { Figure } from './plots/figure.ts';
export { type ImportanceRequest, importanceFigure } from './plots/importance-figure.ts';
export { type LinesRequest, linesFigure } from './plots/lines-figure.ts';
export { type ParallelAxis, type ParallelRequest, parallelFigure } from './plots/parallel-figure.ts';
export { type SweepRequest, sweepFigure } from './plots/sweep-figure.ts';
export type { TradeMark } from './plots/trade-traces.ts';
export type { CompleteRecipe } from './recipes/complete-recipe.ts';
export { exportByRecipe, type RecipeExport } from './recipes/export-by-recipe.ts';
export {
  checkedRecipe,
  type ModelRecipe,
  parseRecipe,
  type RecipeWish,
  recipeSha256,
  recipeText,
} from './recipes/model-recipe.ts';
export { readRecipe, recipeOfModel } from './recipes/read-recipe.ts';
export { recipePaths } from './recipes/recipe-paths.ts';
export { type RecipeValue, recipeWith } from './recipes/recipe-with.ts';
export { type RecipeTraining, type TrainedByRecipe, trainByRecipe } from './recipes/train-by-recipe.ts';
export * from './regime/index.ts';
export { renderReport } from './report/html-report.ts';
export { sessionResultOf } from './report/run-result.ts';
export type { SessionResult } from './report/session-result.ts';
export { writeReport } from './report/write.ts';
export type { DecidedCandle } from './retraining/decided-candle.ts';
export { type DecidedRequest, decidedCandles } from './retraining/decided-candles.ts';
export { type SideBySide, sideBySide } from './retraining/side-by-side.ts';
export { sideBySideFrame } from './retraining/side-by-side-frame.ts';
export * as splits from './splits/index.ts';
export { correlation } from './statistics/correlation.ts';
export { whatToDistrust } from './statistics/distrust.ts';
export { type SessionStatistics, sessionStatistics } from './statistics/session-statistics.ts';
export type { StressReport } from './stress/stress-report.ts';
export { type StressRequest, stressTest } from './stress/stress-test.ts';
export { type NoiseOfDay, type NoiseYardstickOptions, noiseYardstick } from './study/noise-yardstick.ts';
export { type Silence, silences } from './study/silences.ts';
export { openStudy, type Study, type StudyRequest } from './study/study.ts';
export { type SearchOverRequest, searchOver } from './sweeps/search-over.ts';
export { SearchedPoints } from './sweeps/searched-points.ts';
export { type SweepOptions, sweep } from './sweeps/sweep.ts';
export { SweepResult } from './sweeps/sweep-result.ts';
export { type CostWeightOptions, costWeights } from './training/cost-weights.ts';
export { type CodeVersion, codeVersionOf } from './training/export/code-version.ts';
export {
  type EnsembleExportRequest,
  type ExportedEnsemble,
  exportEnsemble,
} from './training/export/export-ensemble.ts';
export {
  type ExportedModel,
  exportModel,
  type ModelExportRequest,
  type ModelFile,
  type ParityReport,
} from './training/export/export-model.ts';
export { type ModelCheck, verifyModel } from './training/export/verify-model.ts';
export { forwardMoves } from './training/forward-moves.ts';
export { recordBacktest } from './training/record-backtest.ts';
export { type ByLabel, type FrameRows, type FrameRowsRequest, rowsOfFrames } from './training/rows-of-frames.ts';
export { type KindOptions, type ModelKind, train } from './training/train.ts';
export { trainWdoRegime } from './training/train-wdo-regime.ts';
export type { LabelledRows, TrainedModel, TrainOptions } from './training/trainer.ts';
export type { CustomObjective, ObjectiveRows } from './training/trees/custom-objective.ts';
export type { TreeStatistics } from './training/trees/grown-tree.ts';
export { type ProfitOptions, profitObjective } from './training/trees/profit-objective.ts';
export type { TrainedTrees } from './training/trees/train-trees.ts';
export type { ForestOptions, TreeOptions } from './training/trees/tree-options.ts';
export { writeModelFolder } from './training/write-model-folder.ts';
export { fromXgboostJson } from './training/xgboost/xgboost-model.ts';
export { type Evaluation, recordEvaluation } from './trials/record-evaluation.ts';
export { type TrialEvidenceRequest, trialEvidence } from './trials/trial-evidence.ts';
export { type ComparedTrial, type Trials, type TrialsRequest, trialsOf } from './trials/trials-of.ts';
