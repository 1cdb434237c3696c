// Probabilities and a calibration in; the ONNX operators that calibrate them, by the formulas of applyCalibration, out.

import { PROBABILITY_MARGIN } from '../../../core/prediction/fitted/apply-calibration.ts';
import type { Calibration, IsotonicMap } from '../../../core/prediction/fitted/fitted-model.ts';
import { integerAttribute } from '../onnx-graph.ts';
import { type GraphParts, pickColumns } from './graph-parts.ts';
import { sigmoid } from './link-nodes.ts';
import { addTrees, type ComparedTree } from './tree-nodes.ts';

/** `probabilities` is double [N, outputs], and so is what comes back. */
export function calibrated(
  parts: GraphParts,
  calibration: Calibration,
  probabilities: string,
  outputs: number,
): string {
  const mapped =
    calibration.kind === 'platt'
      ? platt(parts, calibration, probabilities)
      : isotonic(parts, calibration.classes, probabilities);
  return outputs === 1 ? mapped : normalised(parts, mapped, outputs);
}

function platt(parts: GraphParts, { a, b }: Calibration & { kind: 'platt' }, probabilities: string): string {
  const one = parts.double(1);
  const low = parts.add('Max', [probabilities, parts.double(PROBABILITY_MARGIN)]);
  const cut = parts.add('Min', [low, parts.double(1 - PROBABILITY_MARGIN)]);
  const logit = parts.add('Log', [parts.add('Div', [cut, parts.add('Sub', [one, cut])])]);
  const scaled = parts.add('Mul', [logit, parts.doubles([a.length], a)]);
  const line = parts.add('Add', [scaled, parts.doubles([b.length], b)]);
  return sigmoid(parts, parts.add('Neg', [line]));
}

/**
 * Between two points: y0 + (p − x0) / (x1 − x0) × (y1 − y0). Which points those are is a search in a sorted list, and a tree does it: one
 * operator finds x0, x1 − x0, y0 and y1 − y0 of all classes.
 */
function isotonic(parts: GraphParts, maps: readonly IsotonicMap[], probabilities: string): string {
  const classes = maps.length;
  const trees = maps.flatMap((map, k) =>
    piecesOf(map).map((values, part) => searchTree(map.x, values, k, part * classes + k)),
  );
  const found = addTrees(parts, trees, PARTS * classes, probabilities);
  const [x0, width, y0, height] = Array.from({ length: PARTS }, (_, part) =>
    pickColumns(
      parts,
      found,
      maps.map((_, k) => part * classes + k),
    ),
  ) as [string, string, string, string];
  const share = parts.add('Div', [parts.add('Sub', [probabilities, x0]), width]);
  return parts.add('Add', [y0, parts.add('Mul', [share, height])]);
}

/** x0, width, y0 and height. */
const PARTS = 4;

/** Each by the number of points at or below the probability; before the first and after the last it is flat. */
function piecesOf({ x, y }: IsotonicMap): readonly Float64Array[] {
  const count = x.length + 1;
  const pieces = Array.from({ length: PARTS }, () => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < count; i++) {
    const isBetween = i > 0 && i < x.length;
    const before = Math.max(0, i - 1);
    pieces[0][i] = isBetween ? x[before]! : 0;
    pieces[1][i] = isBetween ? x[i]! - x[before]! : 1;
    pieces[2][i] = y[before]!;
    pieces[3][i] = isBetween ? y[i]! - y[before]! : 0;
  }
  return pieces;
}

/** A balanced tree over column `feature`: `values[i]` where i points are at or below it. */
function searchTree(points: Float64Array, values: Float64Array, feature: number, output: number): ComparedTree {
  const nodes = points.length;
  const tree = {
    ...{ output, values, feature: new Int32Array(nodes).fill(feature), threshold: new Float64Array(nodes) },
    ...{ left: new Int32Array(nodes), right: new Int32Array(nodes), missingLeft: new Uint8Array(nodes) },
  };
  let next = 0;
  const grow = (low: number, high: number): number => {
    if (low === high) return ~low;
    const middle = (low + high) >>> 1;
    const node = next++;
    tree.threshold[node] = points[middle]!;
    tree.left[node] = grow(low, middle);
    tree.right[node] = grow(middle + 1, high);
    return node;
  };
  grow(0, nodes);
  return { tree, mode: 'below' };
}

/** Divided by their sum; where it is 0, all are equally likely. */
function normalised(parts: GraphParts, values: string, outputs: number): string {
  const one = parts.double(1);
  const sum = parts.add('ReduceSum', [values, parts.integers([1])], [integerAttribute('keepdims', 1)]);
  const isPositive = parts.add('Greater', [sum, parts.double(0)]);
  const shares = parts.add('Div', [values, parts.add('Where', [isPositive, sum, one])]);
  return parts.add('Where', [
    isPositive,
    shares,
    parts.doubles([1, outputs], new Float64Array(outputs).fill(1 / outputs)),
  ]);
}
