// A model of trees with the covers of its nodes and rows in; what each input adds to each raw score out (SHAP).

import { UserError } from '../../adapters/user-error.ts';
import type { Tree, TreeModel } from '../../core/prediction/fitted/fitted-model.ts';
import { ShapTree } from './shap-tree.ts';
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

/** Rows that are explained by one tree before the next. */
const BLOCK_ROWS = 128;

/**
 * Exact Shapley values of the path-dependent expectation (Lundberg et al. 2018; computed as `ShapTree` says): where an input is unknown both
 * ways of a split count by their covers. `covers` by tree: the trainer's statistics, or `treeCovers`. @throws UserError `shap-covers`
 */
export function treeShap(
  model: TreeModel,
  covers: readonly TreeCover[],
  columns: readonly Float32Array[],
  rows: number,
): ShapValues {
  const { outputs, inputs } = model;
  const width = inputs.length;
  const base = Float64Array.from(model.base);
  const trees = model.trees.map((tree, at) => {
    const shares = leftShares(model, covers, at);
    base[tree.output] = base[tree.output]! + expected(tree, shares);
    return new ShapTree(tree, shares);
  });
  const values = new Float64Array(rows * outputs * width);
  const block = new Float32Array(BLOCK_ROWS * width);
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const end = Math.min(rows, start + BLOCK_ROWS);
    for (let j = 0; j < width; j++) {
      for (let i = start; i < end; i++) block[(i - start) * width + j] = columns[j]![i]!;
    }
    // a tree's tables stay near while it is asked about the rows of a block
    for (const tree of trees) {
      for (let i = start; i < end; i++)
        tree.addTo(block, (i - start) * width, values, (i * outputs + tree.output) * width);
    }
  }
  return { inputs, outputs, rows, base, values };
}

/** By node: the share of its rows that goes left. */
function leftShares({ trees }: TreeModel, covers: readonly TreeCover[], at: number): Float64Array {
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
  return Float64Array.from(tree.feature, (_, node) => {
    const [left, right] = [coverOf(tree.left[node]!), coverOf(tree.right[node]!)];
    // a node that no row has reached says nothing: both ways are as likely
    return left + right > 0 ? left / (left + right) : 0.5;
  });
}

function expected(tree: Tree, shares: Float64Array): number {
  const of = (node: number): number => {
    if (node < 0) return tree.values[~node]!;
    const share = shares[node]!;
    return share * of(tree.left[node]!) + (1 - share) * of(tree.right[node]!);
  };
  return of(tree.feature.length === 0 ? ~0 : 0);
}
