// What a recipe has trained in; its model folder, with the recipe in it, out.

import { type CodeVersion, codeVersionOf } from '../training/export/code-version.ts';
import { type ExportedEnsemble, exportEnsemble } from '../training/export/export-ensemble.ts';
import { recipeHorizon } from './recipe-labels.ts';
import type { TrainedByRecipe } from './train-by-recipe.ts';

export interface RecipeExport {
  /** Default: that of this package. */
  readonly code?: CodeVersion | undefined;
  /** Rows of the proof; 100,000 where absent. */
  readonly parityRows?: number | undefined;
  /** False for what is traded but never promoted: then the ledger does not say which files came of the training. */
  readonly isRecorded?: boolean | undefined;
}

/** For `writeModelFolder`. UserErrors of `exportEnsemble`. */
export function exportByRecipe(trained: TrainedByRecipe, options: RecipeExport = {}): Promise<ExportedEnsemble> {
  const { recipe, ensemble, features, candles, specs, sideSource } = trained;
  const { name, candle, warmupCandles, regime, seed, labels } = recipe;
  return exportEnsemble(ensemble, {
    ...{ name, features, candles, candle, warmupCandles, regime, seed, sideSource, recipe },
    horizonCandles: recipeHorizon(labels),
    ownFeatures: Object.fromEntries(specs.map((spec) => [spec.meta.id, spec])),
    code: options.code ?? codeVersionOf(),
    ...{ parityRows: options.parityRows, isRecorded: options.isRecorded },
  });
}
