// The trees of a model in; all their nodes in one table, as the loops that walk them read it, out.

import type { Tree, TreeModel } from './fitted-model.ts';

export interface TreeTable {
  /** First node of each tree, or `~leaf` where it has no split. */
  readonly roots: Int32Array;
  /** Raw score that each tree adds to. */
  readonly outputs: Int32Array;
  /** By node: which of `used` it reads. */
  readonly feature: Int32Array;
  /** Exact: thresholds of a fitted tree are float32. */
  readonly threshold: Float32Array;
  /** Three by node: where a value goes that is not above the threshold, that is above it, that is missing. Below 0: `~leaf`. */
  readonly next: Int32Array;
  /** By leaf. */
  readonly values: Float64Array;
  /** Columns that any node reads, ascending. */
  readonly used: Int32Array;
}

/** Throws RangeError for a tree that is none: an open end, a loop, a threshold that is no float32. */
export function treeTable(model: TreeModel): TreeTable {
  const read = new Set<number>();
  let nodes = 0;
  let leaves = 0;
  for (const [at, tree] of model.trees.entries()) {
    const fault = treeFault(tree, model);
    if (fault !== undefined) throw new RangeError(`tree ${at} ${fault}`);
    for (const feature of tree.feature) read.add(feature);
    nodes += tree.feature.length;
    leaves += tree.values.length;
  }
  const used = Int32Array.from(read).sort();
  const slot = new Map(Array.from(used, (feature, at) => [feature, at]));
  const table: TreeTable = {
    roots: new Int32Array(model.trees.length),
    outputs: Int32Array.from(model.trees, (tree) => tree.output),
    feature: new Int32Array(nodes),
    threshold: new Float32Array(nodes),
    next: new Int32Array(3 * nodes),
    values: new Float64Array(leaves),
    used,
  };
  let node = 0;
  let leaf = 0;
  for (const [at, tree] of model.trees.entries()) {
    const placed = (child: number): number => (child < 0 ? ~(~child + leaf) : child + node);
    table.roots[at] = tree.feature.length === 0 ? ~leaf : node;
    for (const [i, feature] of tree.feature.entries()) {
      const left = placed(tree.left[i]!);
      const right = placed(tree.right[i]!);
      table.feature[node + i] = slot.get(feature)!;
      table.threshold[node + i] = tree.threshold[i]!;
      table.next.set([left, right, tree.missingLeft[i] === 1 ? left : right], 3 * (node + i));
    }
    table.values.set(tree.values, leaf);
    node += tree.feature.length;
    leaf += tree.values.length;
  }
  return table;
}

/** What is wrong with a tree, to follow its number; undefined when it is one. */
function treeFault(tree: Tree, { inputs, outputs }: TreeModel): string | undefined {
  const nodes = tree.feature.length;
  if (!(tree.output >= 0 && tree.output < outputs)) return `adds to score ${tree.output} of ${outputs}`;
  if (![tree.threshold, tree.left, tree.right, tree.missingLeft].every((column) => column.length === nodes))
    return 'has columns of different lengths';
  if (tree.values.length !== nodes + 1) return `has ${tree.values.length} leaves for ${nodes} nodes`;
  if (!tree.values.every(Number.isFinite)) return 'has a leaf that is no number';
  const seen = new Uint8Array(nodes + 1);
  const leafSeen = new Uint8Array(nodes + 1);
  for (let node = 0; node < nodes; node++) {
    const feature = tree.feature[node]!;
    if (!(feature >= 0 && feature < inputs.length)) return `reads input ${feature} of ${inputs.length}`;
    const threshold = tree.threshold[node]!;
    if (Math.fround(threshold) !== threshold) return `has the threshold ${threshold}, which is no float32`;
    for (const child of [tree.left[node]!, tree.right[node]!]) {
      const marks = child < 0 ? leafSeen : seen;
      const place = child < 0 ? ~child : child;
      const isThere = child < 0 ? place <= nodes : child > 0 && child < nodes;
      if (!isThere) return `has no node ${child}`;
      // with one way at most to each, and none to the root, no walk from the root can go round
      if (marks[place] !== 0) return `has two ways to ${child < 0 ? 'leaf' : 'node'} ${place}`;
      marks[place] = 1;
    }
  }
  return undefined;
}
