// A tree with the shares of its splits and one row in; the Shapley value of each input added to an array out.

import type { Tree } from '../../core/prediction/fitted/fitted-model.ts';
import { childOf } from './tree-covers.ts';

export interface ShapTree extends Tree {
  /** By node, 0 to 1. */
  readonly leftShare: Float64Array;
}

/**
 * Algorithm 2 of Lundberg, Erion and Lee (2018), "Consistent Individualized Feature Attribution for Tree Ensembles". The path of unique
 * features from the root holds by feature the share of subsets that flow through where it is unknown (`zero`) and known (`one`), and the
 * weights of subsets by size. Each level has its own part of the arrays, so nothing is allocated by row.
 */
export class ShapPath {
  readonly output: number;
  readonly #tree: ShapTree;
  readonly #feature: Int32Array;
  readonly #zero: Float64Array;
  readonly #one: Float64Array;
  readonly #weight: Float64Array;
  #row: Float32Array = new Float32Array(0);
  #out: Float64Array = new Float64Array(0);
  #at = 0;

  constructor(tree: ShapTree) {
    const levels = depthOf(tree, tree.feature.length === 0 ? ~0 : 0) + 2;
    const size = (levels * (levels + 1)) / 2;
    this.output = tree.output;
    this.#tree = tree;
    this.#feature = new Int32Array(size);
    [this.#zero, this.#one, this.#weight] = [0, 0, 0].map(() => new Float64Array(size)) as [
      ...[Float64Array, Float64Array, Float64Array],
    ];
  }

  /** Adds the values of `row` to `out`, the first input's at `at`. */
  addTo(row: Float32Array, out: Float64Array, at: number): void {
    if (this.#tree.feature.length === 0) return;
    this.#row = row;
    this.#out = out;
    this.#at = at;
    this.#visit(0, 0, 0, 1, 1, -1);
  }

  /** `from`: where the path begins; `length`: features in it before this one, whose facts are the last three. */
  #visit(node: number, from: number, length: number, zero: number, one: number, feature: number): void {
    this.#extend(from, length, zero, one, feature);
    if (node < 0) {
      this.#addLeaf(from, length, this.#tree.values[~node]!);
      return;
    }
    const split = this.#tree.feature[node]!;
    const hot = childOf(this.#tree, node, this.#row[split]!);
    const share = this.#tree.leftShare[node]!;
    const left = this.#tree.left[node]!;
    const cold = hot === left ? this.#tree.right[node]! : left;
    const hotShare = hot === left ? share : 1 - share;
    let [knownZero, knownOne, kept] = [1, 1, length];
    for (let i = 1; i <= length; i++) {
      if (this.#feature[from + i] !== split) continue;
      knownZero = this.#zero[from + i]!;
      knownOne = this.#one[from + i]!;
      this.#unwind(from, length, i);
      kept -= 1;
      break;
    }
    this.#enter(hot, from, length + 1, kept + 1, knownZero * hotShare, knownOne, split);
    this.#enter(cold, from, length + 1, kept + 1, knownZero * (1 - hotShare), 0, split);
  }

  /** Goes on at the child with a copy of the path: `count` features, behind the `room` places that this one has. */
  #enter(child: number, from: number, room: number, count: number, zero: number, one: number, feature: number): void {
    // nothing flows there, known or not
    if (zero === 0 && one === 0) return;
    this.#copy(from, from + room, count);
    this.#visit(child, from + room, count, zero, one, feature);
  }

  /** By a plain loop: a path is short, and a copy by the engine costs more than its few numbers. */
  #copy(from: number, to: number, count: number): void {
    const [feature, zero, one, weight] = [this.#feature, this.#zero, this.#one, this.#weight];
    for (let i = 0; i < count; i++) {
      feature[to + i] = feature[from + i]!;
      zero[to + i] = zero[from + i]!;
      one[to + i] = one[from + i]!;
      weight[to + i] = weight[from + i]!;
    }
  }

  #extend(from: number, length: number, zero: number, one: number, feature: number): void {
    const weight = this.#weight;
    this.#feature[from + length] = feature;
    this.#zero[from + length] = zero;
    this.#one[from + length] = one;
    weight[from + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i--) {
      weight[from + i + 1] = weight[from + i + 1]! + (one * weight[from + i]! * (i + 1)) / (length + 1);
      weight[from + i] = (zero * weight[from + i]! * (length - i)) / (length + 1);
    }
  }

  /** Takes the feature at `place` out of the path, as if it had never been added. */
  #unwind(from: number, length: number, place: number): void {
    const weight = this.#weight;
    const [one, zero] = [this.#one[from + place]!, this.#zero[from + place]!];
    let above = weight[from + length]!;
    for (let i = length - 1; i >= 0; i--) {
      if (one === 0) {
        weight[from + i] = (weight[from + i]! * (length + 1)) / (zero * (length - i));
        continue;
      }
      const kept = weight[from + i]!;
      weight[from + i] = (above * (length + 1)) / ((i + 1) * one);
      above = kept - (weight[from + i]! * zero * (length - i)) / (length + 1);
    }
    for (let i = from + place; i < from + length; i++) {
      this.#feature[i] = this.#feature[i + 1]!;
      this.#zero[i] = this.#zero[i + 1]!;
      this.#one[i] = this.#one[i + 1]!;
    }
  }

  #addLeaf(from: number, length: number, value: number): void {
    for (let i = 1; i <= length; i++) {
      const place = this.#at + this.#feature[from + i]!;
      const flow = this.#one[from + i]! - this.#zero[from + i]!;
      this.#out[place] = this.#out[place]! + this.#weightWithout(from, length, i) * flow * value;
    }
  }

  /** The sum of the weights that `unwind` would leave. */
  #weightWithout(from: number, length: number, place: number): number {
    const [one, zero] = [this.#one[from + place]!, this.#zero[from + place]!];
    let above = this.#weight[from + length]!;
    let sum = 0;
    for (let i = length - 1; i >= 0; i--) {
      if (one === 0) {
        sum += (this.#weight[from + i]! * (length + 1)) / (zero * (length - i));
        continue;
      }
      const left = (above * (length + 1)) / ((i + 1) * one);
      sum += left;
      above = this.#weight[from + i]! - (left * zero * (length - i)) / (length + 1);
    }
    return sum;
  }
}

function depthOf(tree: Tree, node: number): number {
  return node < 0 ? 0 : 1 + Math.max(depthOf(tree, tree.left[node]!), depthOf(tree, tree.right[node]!));
}
