// A recipe, a strategy and the values of a point in; nothing out, or why a model that is trained so cannot be the strategy's.

import { UserError } from '../../../adapters/user-error.ts';
import type { Strategy } from '../../../core/signal/strategy.ts';
import { withParameters } from '../../../runner/plan-choices.ts';
import { choicesOfPoint, type Point } from '../../../runner/point-choices.ts';
import { completeRecipe } from '../../recipes/complete-recipe.ts';
import type { ModelRecipe } from '../../recipes/model-recipe.ts';
import { recipeWith } from '../../recipes/recipe-with.ts';
import { missionThresholds } from '../../training/mission-thresholds.ts';
import { splitPoint } from './split-point.ts';

/** What every model of a recipe has: thresholds of these names at or above the floors. */
export const TRAINED_PRESETS = { fitted: missionThresholds, mission: missionThresholds } as const;

/**
 * `strategy` trades what the sweep trades. UserErrors of `withParameters`, `recipeWith` and `completeRecipe`, and `sweep-training` where the strategy
 * asks for thresholds that no trained model has. Found later, each would be the result of every point.
 */
export function checkFit(recipe: ModelRecipe, strategy: Strategy, point: Point): void {
  const { training, rest } = splitPoint(point);
  const { parameters, thresholds } = choicesOfPoint(rest);
  const chosen = withParameters(strategy, parameters);
  const { instruments } = strategy;
  completeRecipe(recipeWith(recipe, training), {
    ...chosen,
    instruments: { ...chosen.instruments, trade: instruments.trade },
  });
  const preset = thresholds ?? chosen.thresholds ?? 'fitted';
  if (Object.hasOwn(TRAINED_PRESETS, preset)) return;
  throw new UserError({
    code: 'sweep-training',
    message: `The strategy ${strategy.name} asks for thresholds ${preset}; a model that is trained by a recipe has ${Object.keys(TRAINED_PRESETS).join(', ')}`,
    field: 'thresholds',
    fix: 'Write --set thresholds=fitted, or leave thresholds out of the strategy',
  });
}
