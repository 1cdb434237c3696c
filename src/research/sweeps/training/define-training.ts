// What a sweep is to search of a model's training in; the recipe and the days that its points train by out, or why they must not.

import { parsePartKind } from '../../../adapters/datasets/candle-kind.ts';
import type { DatasetStore } from '../../../adapters/datasets/store.ts';
import { canonicalJson } from '../../../adapters/journal/canonical-json.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { parseDay } from '../../../core/market/civil-day.ts';
import { parseSymbol } from '../../../core/market/symbol.ts';
import type { Strategy } from '../../../core/signal/strategy.ts';
import { MODEL_NAME } from '../../../runner/point-choices.ts';
import { checkedRecipe, type ModelRecipe, type RecipeWish } from '../../recipes/model-recipe.ts';
import { readRecipe, recipeOfModel } from '../../recipes/read-recipe.ts';
import { modelFolderOf } from '../evaluation/model-folder.ts';
import type { SweepDefinition } from '../evaluation/sweep-definition.ts';
import { TRAINING_PREFIX } from './split-point.ts';

export interface TrainingWish {
  /** Session days, both included, before those of the sweep. */
  readonly from: string;
  readonly to: string;
  /** A recipe or its file; that of the strategy's model where absent. */
  readonly recipe?: RecipeWish | string | undefined;
}

export interface SearchedTraining {
  readonly store: DatasetStore;
  readonly strategy: Strategy;
  /** That the sweep trades. */
  readonly instrument: string;
  /** Of all that is searched or set. */
  readonly names: readonly string[];
  /** Of the sweep. */
  readonly firstDay: string;
}

export interface DefinedTraining {
  readonly recipe: ModelRecipe;
  readonly training: NonNullable<SweepDefinition['training']>;
}

/**
 * Undefined where no option of training is named. UserErrors `sweep-training` (days that are tested, no days or none with data, another model, a kind
 * whose results depend on the machine) and `recipe-missing`, with those of `readRecipe`.
 */
export async function defineTraining(
  wish: TrainingWish | undefined,
  searched: SearchedTraining,
): Promise<DefinedTraining | undefined> {
  const { names, strategy } = searched;
  if (!names.some((name) => name.startsWith(TRAINING_PREFIX))) {
    if (wish === undefined) return undefined;
    throw refusal(
      'train-from',
      'Days to train on are given, and nothing of a training is searched or set',
      'Name an option such as training.direction.leaves, or leave out the days',
    );
  }
  if (strategy.model === undefined) {
    throw refusal(
      'training',
      `The strategy ${strategy.name} uses no model: there is nothing to train`,
      'Leave out training.*',
    );
  }
  if (names.includes(MODEL_NAME)) {
    throw refusal(
      MODEL_NAME,
      'A point has either a model that is there or one that is trained for it',
      'Leave out model, or training.*',
    );
  }
  if (wish === undefined) {
    throw refusal(
      'train-from',
      'Nothing says on which days the models of the points are trained',
      'Write --train-from and --train-to (in a notebook training: { from, to }), days before those of the sweep',
    );
  }
  checkDays(wish, searched.firstDay);
  const recipe = await recipeOf(wish.recipe, strategy.model);
  checkRecipe(recipe, searched.instrument);
  checkData(wish, recipe, searched);
  const plain = JSON.parse(canonicalJson(recipe)) as DefinedTraining['training']['recipe'];
  return { recipe, training: { recipe: plain, from: wish.from, to: wish.to } };
}

/** Whoever trains on the days of the test finds that the model knows them. */
function checkDays({ from, to }: TrainingWish, firstDay: string): void {
  if (parseDay(from) === undefined || parseDay(to) === undefined || from > to) {
    throw refusal(
      'train-from',
      `${from} to ${to} are no days to train on`,
      'Write days as YYYY-MM-DD, the first of them first',
    );
  }
  if (to < firstDay) return;
  throw refusal(
    'train-to',
    `The models would be trained until ${to}, and tested from ${firstDay} on: on days that they know`,
    'End the training before the first day of the sweep',
  );
}

/** Else every point would have that as its result. */
function checkData({ from, to }: TrainingWish, recipe: ModelRecipe, { instrument, store }: SearchedTraining): void {
  const trained = recipe.instrument ?? instrument;
  const kind = recipe.kind === undefined ? undefined : parsePartKind(recipe.kind);
  if (store.contractDays(trained, from, to, kind).days.length > 0) return;
  throw refusal(
    'train-from',
    `There are no data of ${trained}${kind === undefined ? '' : ` of kind ${kind}`} to train on from ${from} to ${to}`,
    'Import the days with qt import, or name days that the store has (qt datasets)',
  );
}

async function recipeOf(given: TrainingWish['recipe'], model: string): Promise<ModelRecipe> {
  if (typeof given === 'string') return readRecipe(given);
  if (given !== undefined) return checkedRecipe(given);
  const folder = modelFolderOf(model);
  const recipe = await recipeOfModel(folder);
  if (recipe !== undefined) return recipe;
  throw new UserError({
    code: 'recipe-missing',
    message: `The model ${model} has no recipe: nothing says how it is trained`,
    file: folder,
    field: 'recipe',
    fix: 'Train it by a recipe (docs/training.md#recipes), or name one with --recipe FILE',
  });
}

function checkRecipe({ members, instrument }: ModelRecipe, traded: string): void {
  const other = members.find(({ kind }) => kind === 'xgboost');
  if (other !== undefined) {
    throw refusal(
      'recipe',
      `${other.name} is of kind xgboost, whose result depends on the machine and its threads: points could not be compared`,
      'Use kind trees, which has the same options',
    );
  }
  const rootOf = (symbol: string): string => parseSymbol(symbol)?.root ?? symbol;
  if (instrument === undefined || rootOf(instrument) === rootOf(traded)) return;
  throw refusal(
    'instrument',
    `The recipe trains on ${instrument}, the sweep trades ${traded}`,
    'Name a recipe of the instrument, or leave it out of the recipe',
  );
}

function refusal(field: string, message: string, fix: string): UserError {
  return new UserError({ code: 'sweep-training', message, field, fix });
}
