// Rows, gradients and hessians in; the score of each row after one tree grown by trying every split of every leaf, slowly, out.
import type { LabelledRows } from '../../../../src/research/training/trainer.ts';

export interface NaiveOptions {
  readonly leaves: number;
  readonly maxDepth: number;
  readonly minRowsPerLeaf: number;
  readonly minChildWeight: number;
  readonly l1: number;
  readonly l2: number;
  readonly minGain: number;
}

interface NaiveLeaf {
  readonly rows: readonly number[];
  readonly depth: number;
}

interface NaiveSplit {
  readonly gain: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** The value of each row's leaf, without shrinkage. */
export function naiveTree(
  rows: LabelledRows,
  gradient: ArrayLike<number>,
  hessian: ArrayLike<number>,
  options: NaiveOptions,
): Float64Array {
  const sum = (of: ArrayLike<number>, places: readonly number[]): number =>
    places.reduce((total, row) => total + of[row]!, 0);
  const soft = (places: readonly number[]): number => {
    const total = sum(gradient, places);
    return Math.sign(total) * Math.max(0, Math.abs(total) - options.l1);
  };
  const score = (places: readonly number[]): number => soft(places) ** 2 / (sum(hessian, places) + options.l2);
  const isLarge = (places: readonly number[]): boolean =>
    places.length >= options.minRowsPerLeaf && sum(hessian, places) >= options.minChildWeight - 1e-9;
  const bestOf = ({ rows: own, depth }: NaiveLeaf): NaiveSplit | undefined => {
    if (options.maxDepth > 0 && depth >= options.maxDepth) return undefined;
    let best: NaiveSplit | undefined;
    for (const column of rows.columns) {
      const values = [...new Set(own.map((row) => column[row]!).filter((value) => !Number.isNaN(value)))];
      for (const threshold of values) {
        for (const missingLeft of [false, true]) {
          const goesLeft = (row: number): boolean =>
            Number.isNaN(column[row]!) ? missingLeft : column[row]! <= threshold;
          const left = own.filter(goesLeft);
          const right = own.filter((row) => !goesLeft(row));
          if (left.length === 0 || right.length === 0 || !isLarge(left) || !isLarge(right)) continue;
          const gain = score(left) + score(right) - score(own);
          if (gain > options.minGain + 1e-9 && (best === undefined || gain > best.gain)) best = { gain, left, right };
        }
      }
    }
    return best;
  };
  const leaves: NaiveLeaf[] = [{ rows: Array.from({ length: rows.rows }, (_, row) => row), depth: 0 }];
  while (leaves.length < options.leaves) {
    const splits = leaves.map(bestOf);
    const gains = splits.map((split) => split?.gain ?? Number.NEGATIVE_INFINITY);
    const at = gains.indexOf(Math.max(...gains));
    const split = splits[at];
    if (split === undefined) break;
    const depth = leaves[at]!.depth + 1;
    leaves.splice(at, 1, { rows: split.left, depth }, { rows: split.right, depth });
  }
  const values = new Float64Array(rows.rows);
  for (const leaf of leaves) {
    const value = -soft(leaf.rows) / (sum(hessian, leaf.rows) + options.l2);
    for (const row of leaf.rows) values[row] = value;
  }
  return values;
}
