// Trees and rows in; the weight of the rows that reach each node and leaf out.

import type { Tree, TreeModel } from '../../core/prediction/fitted/fitted-model.ts';

/** By node of a tree, and by leaf. What trainers of trees tell of a tree has it too. */
export interface TreeCover {
  readonly cover: Float64Array;
  readonly leafCover: Float64Array;
}

/** For a model whose trainer told nothing of its nodes. `columns` as the model's inputs; weights 1 each where absent. */
export function treeCovers(
  model: TreeModel,
  columns: readonly Float32Array[],
  rows: number,
  weight?: Float64Array,
): readonly TreeCover[] {
  return model.trees.map((tree) => {
    const cover = new Float64Array(tree.feature.length);
    const leafCover = new Float64Array(tree.values.length);
    for (let row = 0; row < rows; row++) {
      const w = weight?.[row] ?? 1;
      let node = tree.feature.length === 0 ? ~0 : 0;
      while (node >= 0) {
        cover[node]! += w;
        node = childOf(tree, node, columns[tree.feature[node]!]![row]!);
      }
      leafCover[~node]! += w;
    }
    return { cover, leafCover };
  });
}

/** Below 0 for a leaf: `~node` is its place. */
export function childOf({ threshold, left, right, missingLeft }: Tree, node: number, x: number): number {
  const goesLeft = Number.isNaN(x) ? missingLeft[node] === 1 : x <= threshold[node]!;
  return goesLeft ? left[node]! : right[node]!;
}
