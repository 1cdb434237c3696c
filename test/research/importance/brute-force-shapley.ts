// Shapley values by their definition: every subset of inputs, the expectation by covers where an input is unknown.
import type { TreeModel } from '../../../src/core/prediction/fitted/fitted-model.ts';
import { childOf, type TreeCover } from '../../../src/research/importance/tree-covers.ts';
import type { Random } from '../../../src/simulation/random.ts';

/** The expected score of a tree for a row of which only the inputs in `known` (a bit for each) are known. */
function expectation(
  { trees }: TreeModel,
  covers: readonly TreeCover[],
  at: number,
  row: readonly number[],
  known: number,
): number {
  const tree = trees[at]!;
  const cover = (node: number) => (node < 0 ? covers[at]!.leafCover[~node]! : covers[at]!.cover[node]!);
  const of = (node: number): number => {
    if (node < 0) return tree.values[~node]!;
    const feature = tree.feature[node]!;
    if (known & (1 << feature)) return of(childOf(tree, node, row[feature]!));
    const [left, right] = [tree.left[node]!, tree.right[node]!];
    const total = cover(left) + cover(right);
    const share = total > 0 ? cover(left) / total : 0.5;
    return share * of(left) + (1 - share) * of(right);
  };
  return of(tree.feature.length === 0 ? ~0 : 0);
}

/** [outputs][inputs]. */
export function bruteForceShapley(model: TreeModel, covers: readonly TreeCover[], row: readonly number[]): number[][] {
  const n = model.inputs.length;
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  const values = Array.from({ length: model.outputs }, () => new Array<number>(n).fill(0));
  for (const [at, { output }] of model.trees.entries()) {
    const scores = Array.from({ length: 1 << n }, (_, known) => expectation(model, covers, at, row, known));
    for (let j = 0; j < n; j++) {
      for (let known = 0; known < 1 << n; known++) {
        if (known & (1 << j)) continue;
        const size = known.toString(2).replaceAll('0', '').length;
        const weight = (factorial(size) * factorial(n - size - 1)) / factorial(n);
        values[output]![j]! += weight * (scores[known | (1 << j)]! - scores[known]!);
      }
    }
  }
  return values;
}

/** Trees of random shape, in which inputs come again on one path, with values on a small grid, so that rows meet thresholds. */
export function randomTrees(inputs: number, outputs: number, count: number, random: Random): TreeModel {
  const trees = Array.from({ length: count }, (_, at) => {
    const [feature, threshold, left, right, missingLeft, values]: number[][] = [[], [], [], [], [], []];
    const grow = (depth: number): number => {
      if (depth === 0 || random.chance(0.2)) return ~(values!.push(random.normal()) - 1);
      const node = feature!.push(random.integer(inputs)) - 1;
      threshold!.push(random.integer(5) - 2);
      missingLeft!.push(random.integer(2));
      left!.push(0);
      right!.push(0);
      left![node] = grow(depth - 1);
      right![node] = grow(depth - 1);
      return node;
    };
    grow(at % 6);
    return {
      output: at % outputs,
      feature: Int32Array.from(feature!),
      threshold: Float64Array.from(threshold!),
      left: Int32Array.from(left!),
      right: Int32Array.from(right!),
      missingLeft: Uint8Array.from(missingLeft!),
      values: Float64Array.from(values!),
    };
  });
  const base = Float64Array.from({ length: outputs }, () => random.normal());
  const names = Array.from({ length: inputs }, (_, j) => `x${j}`);
  return { kind: 'trees', inputs: names, link: outputs > 1 ? 'softmax' : 'sigmoid', outputs, base, trees };
}

/** Numbers on the grid of the thresholds, some missing. */
export function gridColumns(inputs: number, rows: number, random: Random): Float32Array[] {
  return Array.from({ length: inputs }, () =>
    Float32Array.from({ length: rows }, () => (random.chance(0.1) ? Number.NaN : random.integer(7) - 3)),
  );
}
