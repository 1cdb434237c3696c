// Shapley values leaf by leaf: the subsets of the inputs on its path counted by size, however many inputs there are.
import type { TreeModel } from '../../../src/core/prediction/fitted/fitted-model.ts';
import { childOf, type TreeCover } from '../../../src/research/importance/tree-covers.ts';

/** Of one input on the way to a leaf: what it lets through where it is unknown, and whether the row passes its splits. */
interface OnPath {
  readonly share: number;
  readonly passes: boolean;
}

/** [outputs][inputs]; slow, by sums of positive terms only. */
export function leafByLeafShapley(model: TreeModel, covers: readonly TreeCover[], row: readonly number[]): number[][] {
  const values = Array.from({ length: model.outputs }, () => new Array<number>(model.inputs.length).fill(0));
  for (const [at, tree] of model.trees.entries()) {
    const cover = (node: number) => (node < 0 ? covers[at]!.leafCover[~node]! : covers[at]!.cover[node]!);
    const visit = (node: number, path: ReadonlyMap<number, OnPath>): void => {
      if (node < 0) {
        for (const [input, { share, passes }] of path) {
          const others = [...path].filter(([other]) => other !== input).map(([, each]) => each);
          values[tree.output]![input]! += tree.values[~node]! * ((passes ? 1 : 0) - share) * meanOverSubsets(others);
        }
        return;
      }
      const input = tree.feature[node]!;
      const before = path.get(input) ?? { share: 1, passes: true };
      const hot = childOf(tree, node, row[input]!);
      const [left, right] = [tree.left[node]!, tree.right[node]!];
      const total = cover(left) + cover(right);
      for (const child of [left, right]) {
        const own = total > 0 ? cover(child) / total : 0.5;
        const passed = { share: before.share * own, passes: before.passes && child === hot };
        visit(child, new Map(path).set(input, passed));
      }
    };
    visit(tree.feature.length === 0 ? ~0 : 0, new Map());
  }
  return values;
}

/** Over the order in which inputs become known: the mean of what all of them let through. */
function meanOverSubsets(others: readonly OnPath[]): number {
  let bySize = [1];
  for (const { share, passes } of others) {
    const next = new Array<number>(bySize.length + 1).fill(0);
    for (const [size, sum] of bySize.entries()) {
      next[size]! += sum * share;
      next[size + 1]! += passes ? sum : 0;
    }
    bySize = next;
  }
  // subsets of a size are as likely together as those of any other, and each of them as the next
  let ways = 1;
  let mean = 0;
  for (const [size, sum] of bySize.entries()) {
    mean += sum / ways / bySize.length;
    ways = (ways * (others.length - size)) / (size + 1);
  }
  return mean;
}
