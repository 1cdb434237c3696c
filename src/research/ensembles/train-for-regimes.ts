// Features, labels, regimes, splits and recipes in; an ensemble per regime with its out-of-fold predictions, weights, thresholds and statistics out.

import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import type { Trial } from '../../adapters/ledger/trial.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { LiveModel } from '../../core/prediction/fitted/live-model.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { TradedRegime } from '../../core/prediction/model-manifest.ts';
import type { Frame } from '../frames/frame.ts';
import type { TestedFold } from '../importance/permutation-importance.ts';
import type { LabelledRows } from '../training/trainer.ts';
import { type EnsemblePrediction, ensemblePredictions, type Fitting, fitEnsemble } from './ensemble-predictions.ts';
import { ensembleStatistics, tradeOutcomes } from './ensemble-statistics.ts';
import { type Evidence, evidenceOfSplits, wholeEvidence } from './evidence.ts';
import { memberStatistics } from './member-statistics.ts';
import type { Weighting } from './member-weights.ts';
import { type PathThresholds, pathThresholds } from './path-thresholds.ts';
import { recordEnsemble } from './record-ensemble.ts';
import { checkRecipes, type RegimeRecipe } from './regime-recipe.ts';
import { type RegimeRows, type RegimeRowsRequest, regimeRows } from './regime-rows.ts';
import { recipeCalibration, type TrainedRecipe, trainRecipe } from './trained-recipe.ts';
import { type EnsembleSplits, splitList, validationPaths } from './validation-paths.ts';

export interface RegimeTraining extends Omit<RegimeRowsRequest, 'features' | 'labels'> {
  /** Of a round trip, slippage included, in points. */
  readonly costPoints: number;
  /** Of the instrument, in points. */
  readonly tickPoints: number;
  /** Default `stacked`. */
  readonly weighting?: Weighting | undefined;
  /** Trades that every validation path needs for a threshold to be believed; default 20. */
  readonly leastTrades?: number | undefined;
  readonly seed: number;
  readonly threads?: number | undefined;
  /** Before each training: how many were done, of how many, and what comes. */
  readonly onProgress?: ((done: number, total: number, what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** In the ledger of trials; default `regime-ensemble`. */
  readonly name?: string | undefined;
  /** Of the ledger. Default: QT_HOME, else the folder of this package. */
  readonly home?: string | undefined;
  /** Of `trainByRecipe`: stands in the entry. */
  readonly recipe?: object | undefined;
  /** Is given the trial and its entry after it was recorded: of a machine that trains for another, whose ledger takes it too. */
  readonly onRecorded?: ((trial: Trial, entry: EntryMark) => void) | undefined;
}

export interface EnsembleMember {
  readonly recipe: RegimeRecipe;
  /** Trained on all rows, calibrated on all that was predicted out of fold: what trades. */
  readonly live: LiveModel;
  /** Its share among those of its role, by the regimes in which it counts. */
  readonly weights: Readonly<Partial<Record<TradedRegime, number>>>;
  readonly trainedOn: number;
  /** What it learned from, and its model of each split with the rows that it did not know: for `permutationImportance`. */
  readonly rows: LabelledRows;
  readonly folds: readonly TestedFold[];
}

export interface RegimeEnsemble {
  readonly rows: RegimeRows;
  readonly members: readonly EnsembleMember[];
  /** By split: the ensemble with calibrations and weights from other splits, see `evidenceOfSplits`. */
  readonly predictions: readonly (readonly EnsemblePrediction[])[];
  readonly thresholds: Readonly<Record<TradedRegime, PathThresholds>>;
  /** See `ensembleStatistics`. */
  readonly statistics: Frame;
  /** See `memberStatistics`. */
  readonly memberStatistics: Frame;
}

const LEAST_TRADES = 20;

/**
 * The whole way from columns to an ensemble: each recipe is trained on every split and on all rows; its predictions out of fold give its
 * calibration, its weight in each regime, and the thresholds, along the paths of the splits. A split is judged with calibrations and weights
 * of the others; the thresholds have seen all. Recorded in the ledger of trials before it is given, where the frames are of a store. Two splits at least. The same input gives the same bits, but for kind `xgboost`.
 * @throws UserError `regime-rows`, `bad-recipe`, `bad-option`, `too-few-rows`, those of trainers and of the ledger; what `signal` gives as its reason
 */
export async function trainForRegimes(
  features: Frame,
  labels: Frame,
  splits: EnsembleSplits,
  recipes: readonly RegimeRecipe[],
  training: RegimeTraining,
): Promise<RegimeEnsemble> {
  const { costPoints, tickPoints, weighting = 'stacked', leastTrades = LEAST_TRADES, seed, threads, signal } = training;
  const list = splitList(splits);
  checkOptions(training, list.length);
  const rows = regimeRows({ ...training, features, labels });
  checkRecipes(recipes, rows.inputs);
  const total = recipes.length * (list.length + 1);
  let done = 0;
  const onTraining = (what: string): void => training.onProgress?.(done++, total, what);
  const trained: TrainedRecipe[] = [];
  for (const recipe of recipes) {
    trained.push(await trainRecipe(recipe, rows, list, { costPoints, seed, threads, signal, onTraining }));
  }
  const evidence = evidenceOfSplits(list, rows.rows);
  const predictions = ensemblePredictions(trained, rows, weighting, evidence);
  const paths = validationPaths(splits, predictions);
  const fitted = (regime: TradedRegime): PathThresholds => {
    const along = paths.map((path) => path.filter((each) => each.regime === regime));
    if (along.every((path) => path.length === 0)) {
      const fix = 'Take more days, or a detector that says it now and then';
      throw new UserError({ code: 'too-few-rows', message: `No tested row is in ${regime}`, field: 'regimes', fix });
    }
    return pathThresholds(along, tradeOutcomes(rows), { costPoints, tickPoints, leastTrades });
  };
  const thresholds = { trend_up: fitted('trend_up'), trend_down: fitted('trend_down'), range: fitted('range') };
  const whole = fitEnsemble(trained, rows, weighting, wholeEvidence(list, rows.rows));
  const members = membersOf(trained, rows, whole, evidence);
  const ensemble: RegimeEnsemble = {
    ...{ rows, members, predictions, thresholds },
    statistics: ensembleStatistics(predictions, list, rows, thresholds, costPoints),
    memberStatistics: memberStatistics(members, rows),
  };
  const metas = [features.meta, labels.meta, training.regimes.meta];
  recordEnsemble(ensemble, list, metas, labels.meta.instrument, training);
  return ensemble;
}

function checkOptions({ costPoints, tickPoints, leastTrades = LEAST_TRADES }: RegimeTraining, splits: number): void {
  const bad = (message: string, field: string, fix: string): UserError =>
    new UserError({ code: 'bad-option', message, field, fix });
  if (!(costPoints >= 0 && costPoints < 1e9))
    throw bad(`costPoints is ${costPoints}`, 'costPoints', 'Give points, 0 or more');
  if (!(tickPoints > 0 && tickPoints < 1e9))
    throw bad(`tickPoints is ${tickPoints}`, 'tickPoints', 'Give points above 0');
  if (!(leastTrades >= 1)) throw bad(`leastTrades is ${leastTrades}`, 'leastTrades', 'Give 1 or more');
  if (splits < 2) {
    throw bad(`There is ${splits} split`, 'splits', 'Give two or more: each is judged by what the others have found');
  }
}

function membersOf(
  trained: readonly TrainedRecipe[],
  rows: RegimeRows,
  { calibrations, weights }: Fitting,
  evidence: readonly Evidence[],
): readonly EnsembleMember[] {
  return trained.map((each, at) => {
    const { recipe, model, folds, trainedOn } = each;
    const own = tradedRegimes.filter((regime) => weights[regime][at]! > 0);
    return {
      ...{ recipe, trainedOn, rows: each.rows },
      live: { role: recipe.role, inputs: rows.inputs, members: [{ model, calibration: calibrations[at], weight: 1 }] },
      weights: Object.fromEntries(own.map((regime) => [regime, weights[regime][at]!])),
      folds: folds.map((fold, number) => ({
        member: { model: fold.model, calibration: recipeCalibration(each, evidence[number]!), weight: 1 },
        test: fold.test.filter(
          (row, place) => !Number.isNaN(fold.outputs[place * fold.model.outputs]!) && rows.isUsed[row] === 1,
        ),
      })),
    };
  });
}
