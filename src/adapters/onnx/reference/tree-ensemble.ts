// Rows and the attributes of a TreeEnsemble (ai.onnx.ml, opset 5) in; the sums of its leaves, tree by tree in double, out.

import type { AttributeProto } from 'onnx-buf';
import { type Matrix, matrixOf } from './tensor-values.ts';

const AT_MOST = 0;
const BELOW = 1;

/** Undefined for a way to add or to compare that no file of ours has. */
export function treeEnsemble(x: Matrix, attributes: readonly AttributeProto[]): Matrix | undefined {
  const named = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  const integers = (name: string): readonly number[] => (named.get(name)?.ints ?? []).map(Number);
  const doubles = (name: string): Float64Array | undefined => {
    const tensor = named.get(name)?.t;
    return tensor === undefined ? undefined : matrixOf(tensor)?.values;
  };
  const [splits, modes, weights] = [doubles('nodes_splits'), doubles('nodes_modes'), doubles('leaf_weights')];
  const isSum = Number(named.get('aggregate_function')?.i) === 1 && Number(named.get('post_transform')?.i) === 0;
  if (splits === undefined || modes === undefined || weights === undefined || !isSum) return undefined;
  if (modes.some((mode) => mode !== AT_MOST && mode !== BELOW)) return undefined;
  const roots = integers('tree_roots');
  const feature = integers('nodes_featureids');
  const missing = integers('nodes_missing_value_tracks_true');
  const ways = [
    { next: integers('nodes_falsenodeids'), isLeaf: integers('nodes_falseleafs') },
    { next: integers('nodes_truenodeids'), isLeaf: integers('nodes_trueleafs') },
  ] as const;
  const targets = integers('leaf_targetids');
  const columns = Number(named.get('n_targets')?.i);
  const values = new Float64Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) {
    for (const root of roots) {
      let node = root;
      for (;;) {
        const value = x.values[row * x.columns + feature[node]!]!;
        const isMissing = Number.isNaN(value) && missing[node] === 1;
        const isTrue = modes[node] === BELOW ? value < splits[node]! : value <= splits[node]!;
        const way = ways[isTrue || isMissing ? 1 : 0];
        const next = way.next[node]!;
        node = way.isLeaf[node] === 1 ? ~next : next;
        if (node < 0) break;
      }
      values[row * columns + targets[~node]!]! += weights[~node]!;
    }
  }
  return { rows: x.rows, columns, values };
}
