// Takes correlations of trials; gives the expected best of as many standard normal values that are correlated so.

import { Random } from '../../simulation/random.ts';
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
  const { factor, rank } = choleskyFactor(correlations);
  const random = new Random(SEED, 'correlated-maximum');
  const normal = new Float64Array(rank);
  let total = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    for (let at = 0; at < rank; at += 1) normal[at] = random.normal();
    let [largest, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let trial = 0; trial < size; trial += 1) {
      let value = 0;
      for (let at = 0; at < rank; at += 1) value += factor[trial * size + at]! * normal[at]!;
      largest = Math.max(largest, value);
      least = Math.min(least, value);
    }
    total += (largest - least) / 2;
  }
  return total / DRAWS;
}

/** L with L·Lᵀ equal to the matrix, by columns of falling pivots, so that a matrix without full rank has one too. Rows as the trials. */
function choleskyFactor({ size, values }: Correlations): { readonly factor: Float64Array; readonly rank: number } {
  const factor = new Float64Array(size * size);
  const left = new Float64Array(size).fill(1);
  for (let column = 0; column < size; column += 1) {
    let pivot = 0;
    for (let trial = 1; trial < size; trial += 1) if (left[trial]! > left[pivot]!) pivot = trial;
    if (left[pivot]! < LEAST_PIVOT) return { factor, rank: column };
    const root = Math.sqrt(left[pivot]!);
    for (let trial = 0; trial < size; trial += 1) {
      if (left[trial]! < LEAST_PIVOT) continue;
      let value = values[trial * size + pivot]!;
      for (let at = 0; at < column; at += 1) value -= factor[trial * size + at]! * factor[pivot * size + at]!;
      factor[trial * size + column] = value / root;
      left[trial]! -= (value / root) ** 2;
    }
    left[pivot] = 0;
  }
  return { factor, rank: size };
}
