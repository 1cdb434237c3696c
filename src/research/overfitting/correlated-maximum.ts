// Takes correlations of trials; gives the expected best of as many standard normal values that are correlated so.

import { Random } from '../../simulation/random.ts';
import { dotProduct } from './dot-product.ts';
import type { Correlations } from './trial-correlations.ts';

const DRAWS = 1000;
const SEED = 1;
/** A pivot below it is rounding: the trial is a mixture of those before it. */
const LEAST_PIVOT = 1e-10;

/**
 * By seeded simulation, always the same for the same correlations: 1,000 draws and their mirror images, standard error about 0.01.
 */
export function correlatedMaximum(correlations: Correlations): number {
  const { size } = correlations;
  const { factor, rank, lengths } = choleskyFactor(correlations);
  const random = new Random(SEED, 'correlated-maximum');
  const normal = new Float64Array(rank);
  let total = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    for (let at = 0; at < rank; at += 1) normal[at] = random.normal();
    let [largest, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let trial = 0; trial < size; trial += 1) {
      const value = dotProduct(factor, trial * size, normal, 0, lengths[trial]!);
      largest = Math.max(largest, value);
      least = Math.min(least, value);
    }
    total += (largest - least) / 2;
  }
  return total / DRAWS;
}

interface CholeskyFactor {
  /** Rows as the trials. */
  readonly factor: Float64Array;
  readonly rank: number;
  /** By row: after so many only zeros follow. */
  readonly lengths: Int32Array;
}

/** L with L·Lᵀ equal to the matrix, by columns of falling pivots, so that a matrix without full rank has one too. */
function choleskyFactor({ size, values }: Correlations): CholeskyFactor {
  const factor = new Float64Array(size * size);
  const left = new Float64Array(size).fill(1);
  const lengths = new Int32Array(size);
  let rank = 0;
  for (; rank < size; rank += 1) {
    let pivot = 0;
    for (let trial = 1; trial < size; trial += 1) if (left[trial]! > left[pivot]!) pivot = trial;
    if (left[pivot]! < LEAST_PIVOT) break;
    const root = Math.sqrt(left[pivot]!);
    for (let trial = 0; trial < size; trial += 1) {
      if (left[trial]! < LEAST_PIVOT) continue;
      const known = dotProduct(factor, trial * size, factor, pivot * size, rank);
      const value = (values[trial * size + pivot]! - known) / root;
      factor[trial * size + rank] = value;
      lengths[trial] = rank + 1;
      left[trial]! -= value * value;
    }
    left[pivot] = 0;
  }
  return { factor, rank, lengths };
}
