// A model of trees with the covers of its nodes and rows in; what each input adds to each raw score out (SHAP).

import { UserError } from '../../adapters/user-error.ts';
import type { TreeModel } from '../../core/prediction/fitted/fitted-model.ts';
import { ShapPath, type ShapTree } from './shap-path.ts';
import type { TreeCover } from './tree-covers.ts';

export interface ShapValues {
  readonly inputs: readonly string[];
  readonly outputs: number;
  readonly rows: number;
  /** By output: the expected raw score; with the values of a row it sums to the row's raw score. */
  readonly base: Float64Array;
  /** [rows, outputs, inputs], row by row; in units of the raw score (log odds for classes). */
  readonly values: Float64Array;
}

/**
 * Exact Shapley values of the path-dependent expectation (Lundberg et al. 2018, algorithm 2): where an input is unknown both ways of a
 * split count by their covers. `covers` by tree: the trainer's statistics, or `treeCovers`. @throws UserError `shap-covers`
 */
export function treeShap(
  model: TreeModel,
  covers: readonly TreeCover[],
  columns: readonly Float32Array[],
  rows: number,
): ShapValues {
  const trees = model.trees.map((_, at) => shapTree(model, covers, at));
  const { outputs, inputs } = model;
  const width = inputs.length;
  const base = Float64Array.from(model.base);
  for (const tree of trees) base[tree.output] = base[tree.output]! + expected(tree);
  const values = new Float64Array(rows * outputs * width);
  const row = new Float32Array(width);
  const paths = trees.map((tree) => new ShapPath(tree));
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) row[j] = columns[j]![i]!;
    for (const path of paths) path.addTo(row, values, (i * outputs + path.output) * width);
  }
  return { inputs, outputs, rows, base, values };
}

/** Shares of the covers, by node: how many of its rows go left. */
function shapTree({ trees }: TreeModel, covers: readonly TreeCover[], at: number): ShapTree {
  const tree = trees[at]!;
  const own = covers[at];
  if (
    covers.length !== trees.length ||
    own?.leafCover.length !== tree.values.length ||
    own.cover.length !== tree.feature.length
  ) {
    throw new UserError({
      code: 'shap-covers',
      message: `The covers do not belong to tree ${at} of the model`,
      field: 'covers',
      fix: 'Give those of the same training, or treeCovers(model, columns, rows)',
    });
  }
  const coverOf = (node: number): number => (node < 0 ? own.leafCover[~node]! : own.cover[node]!);
  const leftShare = Float64Array.from(tree.feature, (_, node) => {
    const [left, right] = [coverOf(tree.left[node]!), coverOf(tree.right[node]!)];
    // a node that no row has reached says nothing: both ways are as likely
    return left + right > 0 ? left / (left + right) : 0.5;
  });
  return { ...tree, leftShare };
}

function expected(tree: ShapTree): number {
  const of = (node: number): number => {
    if (node < 0) return tree.values[~node]!;
    const share = tree.leftShare[node]!;
    return share * of(tree.left[node]!) + (1 - share) * of(tree.right[node]!);
  };
  return of(tree.feature.length === 0 ? ~0 : 0);
}
