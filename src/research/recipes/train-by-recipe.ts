// A recipe, a store and days in; the ensemble that it makes of them, with all that an export of it needs, out.

import { dirname } from 'node:path';
import { parsePartKind } from '../../adapters/datasets/candle-kind.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import type { Trial } from '../../adapters/ledger/trial.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import type { SideSource } from '../../core/market/provenance.ts';
import type { Strategy } from '../../core/signal/strategy.ts';
import { regimeColumns } from '../ensembles/regime-columns.ts';
import { type RegimeEnsemble, trainForRegimes } from '../ensembles/train-for-regimes.ts';
import { features } from '../features/features.ts';
import type { Frame } from '../frames/frame.ts';
import { type TradingData, tradingData } from '../frames/trading-data.ts';
import { type CompleteRecipe, completeRecipe } from './complete-recipe.ts';
import { checkedRecipe, type RecipeWish } from './model-recipe.ts';
import { recipeLabels, recipeNeutralPoints, recipeWeights } from './recipe-labels.ts';
import { recipeSplits } from './recipe-splits.ts';

export interface RecipeTraining {
  /** The ledger is that of its home. */
  readonly store: DatasetStore;
  /** Session days, both included. */
  readonly from: string;
  readonly to: string;
  /** That the model is for: it answers what the recipe leaves open, and has features and a regime detector of its own. */
  readonly strategy?: Strategy | undefined;
  /** Change speed only. */
  readonly threads?: number | undefined;
  /** `false` computes features anew and keeps none. */
  readonly cache?: boolean | undefined;
  /** Before each training: how many were done, of how many, and what comes. */
  readonly onProgress?: ((done: number, total: number, what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Is given the trial and its entry after it was recorded: of a machine that trains for another, whose ledger takes it too. */
  readonly onRecorded?: ((trial: Trial, entry: EntryMark) => void) | undefined;
}

export interface TrainedByRecipe {
  /** With nothing left open. */
  readonly recipe: CompleteRecipe;
  readonly ensemble: RegimeEnsemble;
  /** What it was trained on, as a notebook makes it: `features`, `tradingData(...).candles`, the labels and regimes of each candle. */
  readonly features: Frame;
  readonly candles: Frame;
  readonly labels: Frame;
  readonly regimes: Frame;
  readonly specs: readonly FeatureSpec[];
  readonly sideSource: SideSource;
  /** Trading days of the span that the store does not have. */
  readonly missing: readonly string[];
}

/**
 * The steps of a notebook (`tradingData`, `features`, `labels`, `splits`, `regimeColumns`, `trainForRegimes`) in their order: the same bits as by hand.
 * The same recipe, days and code give the same model, but for kind `xgboost`. Recorded in the ledger of trials before it is given.
 * UserErrors: those of `checkedRecipe` and `completeRecipe`, `mixed-sides`, those of the steps.
 */
export async function trainByRecipe(wish: RecipeWish, training: RecipeTraining): Promise<TrainedByRecipe> {
  const { store, from, to, strategy, threads, onProgress, signal } = training;
  const { recipe, inputs, specs, detector, tickPoints } = completeRecipe(checkedRecipe(wish), strategy);
  const { candle, warmupCandles, warmupAcrossRoll, costPoints, weighting, leastTrades, seed } = recipe;
  const kind = recipe.kind === undefined ? undefined : parsePartKind(recipe.kind);
  const span = { instrument: recipe.instrument, from, to, candle, ...(kind === undefined ? {} : { kind }) };
  const data = await tradingData(store, { ...span, indicators: [], features: [] });
  const { candles } = data;
  const start = { ...span, warmupCandles, warmupAcrossRoll, ...(threads === undefined ? {} : { threads }) };
  const columns = await features(store, specs, { ...start, cache: training.cache ?? true });
  signal?.throwIfAborted();
  const columnOf = (id: string) => columns.column(id);
  const labels = recipeLabels(candles, recipe.labels, { columnOf, tick: recipe.tickPoints });
  const regimes = regimeColumns(candles, detector);
  const ensemble = await trainForRegimes(columns, labels, recipeSplits(labels, recipe.splits), recipe.members, {
    ...{ regimes, inputs: recipe.features, weights: recipeWeights(labels, candles, recipe.weights) },
    ...{ neutralPoints: recipeNeutralPoints(recipe.labels), costPoints, tickPoints, weighting, leastTrades, seed },
    ...{ threads, onProgress, signal, name: recipe.name, home: dirname(store.root) },
    ...{ recipe, onRecorded: training.onRecorded },
  });
  const { missing } = data;
  const sideSource = sideSourceOf(data, inputs);
  return { recipe, ensemble, features: columns, candles, labels, regimes, specs: inputs, sideSource, missing };
}

/** Where no input counts buyers and sellers, it does not matter how the parts tell them. */
function sideSourceOf({ sideSources, instrument }: TradingData, inputs: readonly FeatureSpec[]): SideSource {
  if (sideSources.length === 1) return sideSources[0]!;
  if (!inputs.some(({ meta }) => meta.inputs.includes('flow'))) return 'none';
  throw new UserError({
    code: 'mixed-sides',
    message: `The parts of ${instrument} tell the aggressor in different ways: ${sideSources.join(', ')}`,
    field: 'sideSource',
    fix: 'Train on days of one source',
  });
}
