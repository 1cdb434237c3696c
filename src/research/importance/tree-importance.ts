// Trees with what training told of them, or their SHAP values, in; how much each input counts out.

import type { TreeModel } from '../../core/prediction/fitted/fitted-model.ts';
import { type Importances, sortedImportances } from './importances.ts';
import type { ShapValues } from './tree-shap.ts';

/**
 * Share of the gain of all splits, 0 to 1: cheap, on the training rows, and kind to inputs with many values; look at a permutation
 * before an input is believed. `statistics` by tree, as the trainer gave them.
 */
export function gainImportance(model: TreeModel, statistics: readonly { readonly gain: Float64Array }[]): Importances {
  const gains = new Float64Array(model.inputs.length);
  let total = 0;
  for (const [at, tree] of model.trees.entries()) {
    for (const [node, feature] of tree.feature.entries()) {
      const gain = statistics[at]!.gain[node]!;
      gains[feature]! += gain;
      total += gain;
    }
  }
  return sortedImportances(model.inputs, total > 0 ? gains.map((gain) => gain / total) : gains);
}

/** Mean of |SHAP value| over rows and outputs, in units of the raw score. */
export function shapImportance({ inputs, outputs, rows, values }: ShapValues): Importances {
  const width = inputs.length;
  const sums = new Float64Array(width);
  for (let at = 0; at < values.length; at++) sums[at % width]! += Math.abs(values[at]!);
  return sortedImportances(inputs, rows === 0 ? sums : sums.map((sum) => sum / (rows * outputs)));
}
