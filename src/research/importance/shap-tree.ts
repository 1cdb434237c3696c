// A tree with the shares of its splits and one row in; the Shapley value of each input added to an array out.

import type { Tree } from '../../core/prediction/fitted/fitted-model.ts';
import { gaussLegendre, type Quadrature } from './gauss-legendre.ts';

/** A split as it is reached from the root. Its children have the slots 2i + 1 and 2i + 2 where it is split i; the root has slot 0. */
interface ReachedSplit {
  readonly node: number;
  readonly slot: number;
  /** Slot of the nearest child on the way here that another split on the same input leads to; 0 where there is none. */
  readonly before: number;
}

/**
 * Exact Shapley values of the path-dependent expectation, in a time that grows with leaves × inputs on a path (Lundberg's algorithm 2:
 * with the square of the latter). An input on the way to a leaf lets the share z through where it is unknown, and 1 or 0 where it is
 * known. Owen (1972, "Multilinear Extensions of Games") gives its value as an integral over t of what the other inputs let through, each
 * z + t (1 − z) or (1 − t) z. That is a polynomial in t, of a degree below the number of inputs: Gauss-Legendre points integrate it
 * without error, by sums of positive terms. So the products at the points go down the tree once, their sums over leaves up again, and
 * each split adds to its input, as in Yu et al. (2022, "Linear TreeSHAP"). Nothing is allocated by row.
 */
export class ShapTree {
  readonly output: number;
  readonly #splits: number;
  readonly #points: number;
  /** By split: what it asks, the slot it stands in, and the slot of the same input before it. */
  readonly #feature: Int32Array;
  readonly #threshold: Float64Array;
  readonly #missingLeft: Uint8Array;
  readonly #slot: Int32Array;
  readonly #before: Int32Array;
  /** By slot: the share of the split above that goes there, times the value of a leaf. */
  readonly #share: Float64Array;
  /** By split, for a row that goes left and for one that goes right: factors of both children at each point. */
  readonly #ratio: Float64Array;
  /** The same way: what the sum of both children at a point adds to the input. */
  readonly #gain: Float64Array;
  /** By slot and point: the product on the way down, the sum over leaves on the way up. */
  readonly #product: Float64Array;
  /** By slot: 1 where the row passes every split on the input above it. */
  readonly #isOpen: Uint8Array;

  /** `leftShare` by node, 0 to 1. */
  constructor(tree: Tree, leftShare: Float64Array) {
    const { splits, inputsOnPath } = reachedSplits(tree);
    const count = splits.length;
    const points = Math.max(1, Math.ceil(inputsOnPath / 2));
    this.output = tree.output;
    this.#splits = count;
    this.#points = points;
    this.#feature = Int32Array.from(splits, ({ node }) => tree.feature[node]!);
    this.#threshold = Float64Array.from(splits, ({ node }) => tree.threshold[node]!);
    this.#missingLeft = Uint8Array.from(splits, ({ node }) => tree.missingLeft[node]!);
    this.#slot = Int32Array.from(splits, ({ slot }) => slot);
    this.#before = Int32Array.from(splits, ({ before }) => before);
    this.#share = new Float64Array(2 * count + 1);
    this.#ratio = new Float64Array(4 * count * points);
    this.#gain = new Float64Array(4 * count * points);
    this.#product = new Float64Array((2 * count + 1) * points);
    this.#isOpen = new Uint8Array(2 * count + 1);
    this.#fill(tree, leftShare, splits, gaussLegendre(points));
  }

  /** Adds the values of the row that begins at `from` of `rows` to `out`, the first input's at `at`. */
  addTo(rows: Float32Array, from: number, out: Float64Array, at: number): void {
    this.#product.fill(1, 0, this.#points);
    this.#isOpen[0] = 1;
    this.#down(rows, from);
    this.#up(out, at);
  }

  #down(rows: Float32Array, begin: number): void {
    const points = this.#points;
    const [product, isOpen, ratio, share] = [this.#product, this.#isOpen, this.#ratio, this.#share];
    for (let split = 0; split < this.#splits; split++) {
      const from = this.#slot[split]! * points;
      const left = 2 * split + 1;
      const toLeft = left * points;
      const toRight = toLeft + points;
      if (isOpen[this.#before[split]!] === 0) {
        isOpen[left] = 0;
        isOpen[left + 1] = 0;
        const [leftShare, rightShare] = [share[left]!, share[left + 1]!];
        for (let k = 0; k < points; k++) {
          const above = product[from + k]!;
          product[toLeft + k] = above * leftShare;
          product[toRight + k] = above * rightShare;
        }
        continue;
      }
      const x = rows[begin + this.#feature[split]!]!;
      const goesLeft = Number.isNaN(x) ? this.#missingLeft[split]! : x <= this.#threshold[split]! ? 1 : 0;
      isOpen[left] = goesLeft;
      isOpen[left + 1] = 1 - goesLeft;
      const ofLeft = (4 * split + 2 * (1 - goesLeft)) * points;
      const ofRight = ofLeft + points;
      for (let k = 0; k < points; k++) {
        const above = product[from + k]!;
        product[toLeft + k] = above * ratio[ofLeft + k]!;
        product[toRight + k] = above * ratio[ofRight + k]!;
      }
    }
  }

  #up(out: Float64Array, at: number): void {
    const points = this.#points;
    const [product, isOpen, gain] = [this.#product, this.#isOpen, this.#gain];
    for (let split = this.#splits - 1; split >= 0; split--) {
      const to = this.#slot[split]! * points;
      const left = 2 * split + 1;
      const fromLeft = left * points;
      const fromRight = fromLeft + points;
      // what failed before adds nothing more to the input
      if (isOpen[this.#before[split]!] === 0) {
        for (let k = 0; k < points; k++) product[to + k] = product[fromLeft + k]! + product[fromRight + k]!;
        continue;
      }
      const ofLeft = (4 * split + 2 * (1 - isOpen[left]!)) * points;
      const ofRight = ofLeft + points;
      let sum = 0;
      for (let k = 0; k < points; k++) {
        const [a, b] = [product[fromLeft + k]!, product[fromRight + k]!];
        sum += a * gain[ofLeft + k]! + b * gain[ofRight + k]!;
        product[to + k] = a + b;
      }
      const place = at + this.#feature[split]!;
      out[place] = out[place]! + sum;
    }
  }

  #fill(tree: Tree, leftShare: Float64Array, splits: readonly ReachedSplit[], quadrature: Quadrature): void {
    const points = this.#points;
    // by slot: the product of the shares of the splits on one input
    const kept = new Float64Array(2 * splits.length + 1).fill(1);
    for (const [split, { node, before }] of splits.entries()) {
      for (const side of [0, 1]) {
        const own = side === 0 ? leftShare[node]! : 1 - leftShare[node]!;
        const child = side === 0 ? tree.left[node]! : tree.right[node]!;
        const value = child < 0 ? tree.values[~child]! : 1;
        const slot = 2 * split + 1 + side;
        this.#share[slot] = own * value;
        kept[slot] = kept[before]! * own;
        for (let k = 0; k < points; k++) {
          const [t, weight] = [quadrature.at[k]!, quadrature.weights[k]!];
          const known = letsThrough(kept[slot]!, t);
          const above = before === 0 ? 1 : letsThrough(kept[before]!, t);
          const aboveGain = before === 0 ? 0 : (weight * (1 - kept[before]!)) / above;
          // blocks of a split: left, right for a row that goes left; left, right for one that goes right
          const hot = (4 * split + 3 * side) * points + k;
          const cold = (4 * split + 2 - side) * points + k;
          this.#ratio[hot] = (value * known) / above;
          this.#ratio[cold] = (value * (1 - t) * kept[slot]!) / above;
          this.#gain[hot] = (weight * (1 - kept[slot]!)) / known - aboveGain;
          this.#gain[cold] = -weight / (1 - t) - aboveGain;
        }
      }
    }
  }
}

/** What an input that the row passes lets through at `t`, between its share and 1. */
function letsThrough(share: number, t: number): number {
  return share + t * (1 - share);
}

/** Splits from the root on, each before those below it, and the most different inputs on the way to a leaf. */
function reachedSplits(tree: Tree): { readonly splits: readonly ReachedSplit[]; readonly inputsOnPath: number } {
  const splits: ReachedSplit[] = [];
  let inputsOnPath = 0;
  const visit = (node: number, slot: number, before: ReadonlyMap<number, number>): void => {
    inputsOnPath = Math.max(inputsOnPath, before.size);
    if (node < 0) return;
    const feature = tree.feature[node]!;
    const split = splits.push({ node, slot, before: before.get(feature) ?? 0 }) - 1;
    visit(tree.left[node]!, 2 * split + 1, new Map(before).set(feature, 2 * split + 1));
    visit(tree.right[node]!, 2 * split + 2, new Map(before).set(feature, 2 * split + 2));
  };
  visit(tree.feature.length === 0 ? ~0 : 0, 0, new Map());
  return { splits, inputsOnPath };
}
