// The words of `qt train` about a recipe in; the model that it trains, in its folder, out.

import { UserError } from '../adapters/user-error.ts';
import type { Strategy } from '../core/signal/strategy.ts';
import { exportByRecipe } from '../research/recipes/export-by-recipe.ts';
import { type ModelRecipe, recipeSha256 } from '../research/recipes/model-recipe.ts';
import { readRecipe, recipeOfModel } from '../research/recipes/read-recipe.ts';
import { recipeWith } from '../research/recipes/recipe-with.ts';
import { trainByRecipe } from '../research/recipes/train-by-recipe.ts';
import { writeModelFolder } from '../research/training/write-model-folder.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import { parsePoint } from '../runner/point-choices.ts';
import type { CommandContext } from './command-context.ts';
import { modelFolderOf } from './model-folder-of.ts';
import { StopRequest } from './stop-request.ts';
import { unwritable } from './unwritable.ts';

export interface RecipeWords {
  readonly recipe?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly instrument?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly allowRefused?: boolean | undefined;
}

export interface ChosenRecipe {
  readonly recipe: ModelRecipe;
  readonly strategy: Strategy | undefined;
}

/** The one model that `qt train` makes without a recipe. */
const BUILT_IN = 'wdo-regime';

/** Undefined where the built-in training is meant. UserErrors `recipe-missing`, `train-no-model`, those of strategy and recipe. */
export async function chosenRecipe(name: string | undefined, words: RecipeWords): Promise<ChosenRecipe | undefined> {
  const strategy = name === undefined ? undefined : (await loadStrategy(name)).strategy;
  if (strategy !== undefined && strategy.model === undefined) throw noModel(strategy.name);
  const model = strategy?.model;
  const recipe = words.recipe === undefined ? await recipeOfStrategy(model) : await readRecipe(words.recipe);
  if (recipe === undefined) {
    if (model === undefined || model === BUILT_IN) return undefined;
    throw noRecipe(model);
  }
  const { instrument = recipe.instrument, kind = recipe.kind } = words;
  const named = { ...recipe, instrument, kind, name: words.name ?? model ?? recipe.name };
  return { recipe: recipeWith(named, parsePoint(words.set ?? [])), strategy };
}

async function recipeOfStrategy(model: string | undefined): Promise<ModelRecipe | undefined> {
  if (model === undefined) return undefined;
  try {
    return await recipeOfModel(modelFolderOf(model));
  } catch (error) {
    // a strategy whose model was never trained
    const isAbsent = error instanceof UserError && error.code === 'model-file-missing';
    if (isAbsent && error.file?.endsWith('model.json') === true) return undefined;
    throw error;
  }
}

/** Ctrl+C ends it with nothing written. */
export async function trainChosen(
  context: CommandContext,
  { recipe, strategy }: ChosenRecipe,
  words: RecipeWords & { readonly from: string; readonly to: string },
  out: string,
): Promise<void> {
  const { from, to } = words;
  const store = context.storeAccepting(words.allowRefused);
  const ending = new AbortController();
  const stop = new StopRequest((why) => ending.abort(stopped(why)));
  const progress = context.progress('train');
  try {
    const trained = await trainByRecipe(recipe, {
      ...{ store, from, to, strategy, signal: ending.signal },
      onProgress: (done, total, what) => progress.update(done / total, what),
    });
    progress.update(1, 'proving the files');
    const { files } = await exportByRecipe(trained);
    ending.signal.throwIfAborted();
    await writeModelFolder(out, files).catch((error: unknown) => {
      throw unwritable(error, out, 'out');
    });
    progress.stop();
    tell(context, trained, out);
  } finally {
    progress.stop();
    stop.close();
  }
}

function tell(context: CommandContext, trained: Awaited<ReturnType<typeof trainByRecipe>>, out: string): void {
  const { ensemble, missing, recipe } = trained;
  const notices = missing.length === 0 ? [] : [`${missing.length} trading days are missing: ${missing.join(' ')}`];
  for (const notice of notices) context.say(`note: ${notice}`);
  const trainingRows = ensemble.rows.isUsed.reduce((sum, each) => sum + each, 0);
  const validationRows = new Set(ensemble.predictions.flatMap((said) => said.map(({ row }) => row))).size;
  const paying = Object.entries(ensemble.thresholds).flatMap(([regime, of]) => (of.paysOnAllPaths ? [regime] : []));
  context.result(
    { model: out, trainingRows, validationRows, notices, recipe: recipeSha256(recipe), paysOnAllPaths: paying },
    `${out}: ${trainingRows} candles to train, ${validationRows} of them to validate; pays on all validation paths in ${paying.join(', ') || 'no regime'}`,
  );
}

function stopped(why: string): UserError {
  return new UserError({
    code: 'train-stopped',
    message: `The training was ended: ${why}`,
    fix: 'No model was written; start it again',
  });
}

function noModel(strategy: string): UserError {
  return new UserError({
    code: 'train-no-model',
    message: `The strategy ${strategy} uses no model: there is nothing to train`,
    field: 'strategy',
    fix: 'Name a strategy with a model, or a recipe with --recipe',
  });
}

function noRecipe(model: string): UserError {
  return new UserError({
    code: 'recipe-missing',
    message: `The model ${model} has no recipe: nothing says how it is trained`,
    field: 'recipe',
    fix: 'Train it once in a notebook with trainByRecipe(...) and write what exportByRecipe(...) gives into its folder, or name a recipe with --recipe (docs/training.md#recipes)',
  });
}
