// A recipe, rows and splits in; its models of every split and of all rows, and what they say in the form of a live model, out.

import { UserError } from '../../adapters/user-error.ts';
import { applyCalibration } from '../../core/prediction/fitted/apply-calibration.ts';
import type { Calibration, FittedModel } from '../../core/prediction/fitted/fitted-model.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import { fitCalibration } from '../calibration/fit-calibration.ts';
import type { Split } from '../splits/split.ts';
import { costWeights } from '../training/cost-weights.ts';
import { type KindOptions, type ModelKind, train } from '../training/train.ts';
import type { LabelledRows } from '../training/trainer.ts';
import type { Evidence } from './evidence.ts';
import { type Fold, outOfFold, pooledPredictions, takeRows } from './out-of-fold.ts';
import { type RegimeRecipe, recipeRegimes } from './regime-recipe.ts';
import type { RegimeRows } from './regime-rows.ts';

export interface TrainedRecipe {
  readonly recipe: RegimeRecipe;
  readonly rows: LabelledRows;
  readonly folds: readonly Fold[];
  /** Of all rows. */
  readonly model: FittedModel;
  /** Rows that it was trained on in the end. */
  readonly trainedOn: number;
}

export interface RecipeTraining {
  readonly costPoints: number;
  readonly seed: number;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onTraining: (what: string) => void;
}

/** @throws UserErrors of the trainers, naming recipe and split */
export async function trainRecipe(
  recipe: RegimeRecipe,
  rows: RegimeRows,
  splits: readonly Split[],
  training: RecipeTraining,
): Promise<TrainedRecipe> {
  const regimes = recipeRegimes(recipe).map((regime) => tradedRegimes.indexOf(regime));
  const among = rows.isUsed.map((used, row) => (used === 1 && regimes.includes(rows.regime[row]!) ? 1 : 0));
  const labelled = labelledRows(recipe, rows, among, training.costPoints);
  const { seed, threads, signal, onTraining } = training;
  const task = recipe.role === 'magnitude' ? 'regression' : 'multiclass';
  const classes = recipe.role === 'magnitude' ? {} : { classes: 3 };
  const options = { ...recipe.options, ...{ task, seed, threads, signal }, ...classes } as KindOptions[ModelKind];
  try {
    const onFold = (fold: number, of: number) => onTraining(`${recipe.name}, split ${fold + 1} of ${of}`);
    const folds = await outOfFold(recipe.kind, labelled, options, splits, { among, onFold });
    onTraining(`${recipe.name}, all rows`);
    const all = Uint32Array.from(among.keys()).filter((row) => among[row] === 1);
    const { model, ended } = await train(recipe.kind, takeRows(labelled, all), options);
    if (ended === 'interrupted') signal?.throwIfAborted();
    return { recipe, rows: labelled, folds, model, trainedOn: all.length };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, field, file, fix, message } = error;
    throw new UserError({ code, field, file, fix, message: `${recipe.name}: ${message}`, cause: error });
  }
}

function labelledRows(recipe: RegimeRecipe, rows: RegimeRows, among: Uint8Array, costPoints: number): LabelledRows {
  const inputs = recipe.inputs ?? rows.inputs;
  const weight = Float64Array.from(rows.weight);
  if (recipe.rowsCount === 'cost') {
    const beyond = rows.forwardReturn.map((value, row) => (among[row] === 1 ? value : Number.NaN));
    // returns in units of their own cost, so that one cost holds for all prices
    const inCosts = beyond.map((value, row) => (value * rows.entryPrice[row]!) / Math.max(costPoints, Number.EPSILON));
    const factors = costWeights(inCosts, { cost: costPoints > 0 ? 1 : 0, hasFlatClass: true });
    for (let row = 0; row < weight.length; row++) weight[row] = weight[row]! * factors[row]!;
  }
  return {
    ...{ rows: rows.rows, inputs, weight },
    columns: inputs.map((id) => rows.columns[rows.inputs.indexOf(id)]!),
    label: recipe.role === 'direction' ? rows.direction : rows.forwardReturn.map(Math.abs),
  };
}

/**
 * Undefined where the recipe wants none, and where there is no evidence to fit it on: no predicted row, or a class that none of them has,
 * as where a walk forward has tested few days of a regime yet. Those rows are judged as the model said them.
 */
export function recipeCalibration(
  { recipe, folds, rows }: TrainedRecipe,
  { folds: from, besides }: Evidence,
): Calibration | undefined {
  const kind = recipe.role === 'magnitude' ? 'none' : (recipe.calibration ?? 'platt');
  if (kind === 'none' || from.length === 0) return undefined;
  const known = pooledPredictions(folds, rows, from, besides);
  const seen = new Set(Array.from(known.label));
  const hasAllClasses = Array.from({ length: known.outputs }, (_, k) => k).every((k) => seen.has(k));
  return hasAllClasses ? fitCalibration(known, kind) : undefined;
}

/**
 * [test rows, 3] down, flat, up or [test rows, 1] of a fold, rounded to float32 as the ONNX file does it; NaN where it was not asked.
 */
export function liveForm(trained: TrainedRecipe, fold: number, calibration: Calibration | undefined): Float32Array {
  const { outputs, test, model } = trained.folds[fold]!;
  if (trained.recipe.role === 'magnitude') return Float32Array.from(outputs, (value) => Math.max(0, value));
  if (calibration === undefined) return Float32Array.from(outputs);
  const values = outputs.slice();
  applyCalibration(calibration, values, test.length, model.outputs);
  return Float32Array.from(values, (value, at) => (Number.isNaN(outputs[at]!) ? Number.NaN : value));
}
