// An ensemble and the request to export it in; a refusal where the recipe beside it would train something else out.

import { canonicalJson } from '../../../adapters/journal/canonical-json.ts';
import { UserError } from '../../../adapters/user-error.ts';
import type { RegimeEnsemble } from '../../ensembles/train-for-regimes.ts';
import type { CompleteRecipe } from '../../recipes/complete-recipe.ts';
import { recipeHorizon } from '../../recipes/recipe-labels.ts';

/** What the manifest will say. */
interface ExportedFacts {
  readonly recipe?: CompleteRecipe | undefined;
  readonly name: string;
  readonly candle: string;
  readonly horizonCandles: number;
  readonly warmupCandles: number;
  readonly regime: CompleteRecipe['regime'];
  readonly seed: number;
}

/** A recipe of another model is worse than none. What it cannot be held against here (labels, weights, splits, costs) is its own word. UserError `model-export`. */
export function checkExportedRecipe({ rows, members }: RegimeEnsemble, request: ExportedFacts): void {
  const { recipe, name, candle, warmupCandles, seed, regime, horizonCandles } = request;
  if (recipe === undefined) return;
  const made = {
    ...{ name, candle, warmupCandles, seed, horizonCandles, features: rows.inputs },
    ...{ regime: { id: regime.id, parameters: regime.parameters }, members: members.map((each) => each.recipe) },
  };
  const asked = {
    ...{ name: recipe.name, candle: recipe.candle, warmupCandles: recipe.warmupCandles, seed: recipe.seed },
    ...{ horizonCandles: recipeHorizon(recipe.labels), features: recipe.features },
    ...{ regime: recipe.regime, members: recipe.members },
  };
  if (canonicalJson(made) === canonicalJson(asked)) return;
  throw new UserError({
    code: 'model-export',
    message: 'The recipe is not the one that the ensemble was trained by',
    field: 'recipe',
    fix: 'Export what trainByRecipe gave with exportByRecipe, or leave the recipe out',
  });
}
