// The settings of a retraining in; what the model of its strategy is trained on, by its recipe where it has one, out.

import type { RetrainingSettings } from '../adapters/machine/retraining-settings.ts';
import { loadStrategy } from '../runner/load-strategy.ts';
import type { WantedSource } from '../runner/retraining/training-source.ts';
import { chosenRecipe } from './train-by-recipe.ts';

/** Of the built-in training. */
const KIND = 'candles-1m';

/**
 * What settings say goes before the recipe; nothing of the symbol where neither says it. UserErrors `recipe-missing` for a model that nothing says how to
 * train, those of strategy and recipe.
 */
export async function retrainSource(settings: RetrainingSettings): Promise<WantedSource> {
  const { strategy, instrument, kind } = settings;
  const hasModel = (await loadStrategy(strategy)).strategy.model !== undefined;
  const chosen = hasModel ? await chosenRecipe(strategy, {}) : undefined;
  if (chosen === undefined) return { symbol: instrument, kind: kind ?? KIND };
  const { recipe } = chosen;
  return { symbol: instrument ?? recipe.instrument, kind: kind ?? recipe.kind };
}
