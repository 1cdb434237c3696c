// Takes correlations of trials; gives the groups of trials that are variants of the same idea, where there are such groups.

import { type Merge, mergeOrder } from './merge-order.ts';
import type { Correlations } from './trial-correlations.ts';

interface TrialClusters {
  /** Places of trials, each ascending; clusters ascend by their first trial. */
  readonly clusters: readonly (readonly number[])[];
  /** Mean silhouette over all trials, -1..1: how much nearer a trial is to its own cluster than to the next. */
  readonly silhouette: number;
}

/** Below it there is no structure worth the name (L. Kaufman and P. Rousseeuw, "Finding Groups in Data", 1990, table 4). */
const LEAST_SILHOUETTE = 0.25;
/** Up to so many trials each number of clusters is looked at, above only so many numbers, spread evenly by ratio. */
const ALL_LEVELS = 300;
const LEVELS = 64;

/**
 * The cut of the average-linkage tree on the distance √((1 − ρ) / 2) with the best mean silhouette (P. Rousseeuw 1987); undefined where the best
 * is below 0.25 or there are fewer than three trials: a silhouette can say neither "one cluster" nor "all are alone". In place of the
 * k-means of M. López de Prado and M. Lewis, "Detection of False Investment Strategies Using Unsupervised Learning Methods" (2018): no
 * seed, same distance, same measure of quality.
 */
export function trialClusters(correlations: Correlations): TrialClusters | undefined {
  const { size, values } = correlations;
  if (size < 3) return undefined;
  const distances = values.map((value) => Math.sqrt((1 - value) / 2));
  const merges = mergeOrder(size, distances);
  const levels = levelsOf(size);
  const state = new Silhouettes(size, distances);
  let best: { silhouette: number; count: number } = { silhouette: Number.NEGATIVE_INFINITY, count: 0 };
  for (let count = size - 1; count >= 2; count -= 1) {
    state.merge(merges[size - 1 - count]!);
    if (!levels.has(count)) continue;
    const silhouette = state.mean();
    // of equals the fewest: they are looked at last
    if (silhouette >= best.silhouette) best = { silhouette, count };
  }
  if (best.silhouette < LEAST_SILHOUETTE) return undefined;
  return { clusters: cut(size, merges.slice(0, size - best.count)), silhouette: best.silhouette };
}

function levelsOf(size: number): ReadonlySet<number> {
  if (size <= ALL_LEVELS) return new Set(Array.from({ length: size }, (_, count) => count));
  return new Set(Array.from({ length: LEVELS }, (_, at) => Math.round(2 * ((size - 1) / 2) ** (at / (LEVELS - 1)))));
}

function cut(size: number, merges: readonly Merge[]): readonly (readonly number[])[] {
  const groups = Array.from({ length: size }, (_, trial) => [trial]);
  for (const { kept, gone } of merges) {
    groups[kept]!.push(...groups[gone]!);
    groups[gone] = [];
  }
  return groups.filter((group) => group.length > 0).map((group) => group.sort((a, b) => a - b));
}

/** Sums of distances of each trial to each group, kept up to date while groups are joined. */
class Silhouettes {
  private readonly size: number;
  private readonly sums: Float64Array;
  private readonly groupOf: Int32Array;
  private readonly counts: Int32Array;
  private groups: number[];

  constructor(size: number, distances: Float64Array) {
    this.size = size;
    this.sums = distances.slice();
    this.groupOf = Int32Array.from({ length: size }, (_, trial) => trial);
    this.counts = new Int32Array(size).fill(1);
    this.groups = Array.from({ length: size }, (_, trial) => trial);
  }

  merge({ kept, gone }: Merge): void {
    for (let trial = 0; trial < this.size; trial += 1) {
      this.sums[trial * this.size + kept]! += this.sums[trial * this.size + gone]!;
      if (this.groupOf[trial] === gone) this.groupOf[trial] = kept;
    }
    this.counts[kept]! += this.counts[gone]!;
    this.groups = this.groups.filter((group) => group !== gone);
  }

  /** A trial that is alone counts 0. */
  mean(): number {
    let total = 0;
    for (let trial = 0; trial < this.size; trial += 1) {
      const own = this.groupOf[trial]!;
      if (this.counts[own] === 1) continue;
      const inside = this.sums[trial * this.size + own]! / (this.counts[own]! - 1);
      let next = Number.POSITIVE_INFINITY;
      for (const group of this.groups) {
        if (group !== own) next = Math.min(next, this.sums[trial * this.size + group]! / this.counts[group]!);
      }
      const larger = Math.max(inside, next);
      if (larger > 0) total += (next - inside) / larger;
    }
    return total / this.size;
  }
}
