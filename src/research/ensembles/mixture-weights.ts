// What each member gave to what happened, row by row, in; the weights of the average that makes all of it most likely out.

import { simplexLeastSquares } from './simplex-least-squares.ts';

const MAX_STEPS = 50;
const MAX_HALVINGS = 40;
/** Of the largest rise of the mean log likelihood that any shift of weight could still bring. */
const GAP_GOAL = 1e-9;

/**
 * Maximises Σ v·ln Σ_m w_m p_m over the simplex (logarithmic stacking: Yao et al. 2018), which is concave. With q_m = p_m / Σ w p the
 * logarithm of Σ w' q is, to the second order around 1, a constant less half of (Σ w' q − 2)²: each step is one of least squares over the
 * simplex, shortened where it goes too far. `given` by member: P(label) by row. Every number is above 0.
 */
export function mixtureWeights(given: readonly Float64Array[], rowWeight: Float64Array): Float64Array {
  const target = new Float64Array(rowWeight.length).fill(2);
  let weights = new Float64Array(given.length).fill(1 / given.length);
  let mixture = mixtureOf(given, weights);
  for (let step = 0; step < MAX_STEPS; step++) {
    const ratios = given.map((column) => column.map((p, row) => p / mixture[row]!));
    // the mean ratio is 1 for the members that keep weight at the optimum and less for the rest
    if (Math.max(...ratios.map((ratio) => mean(ratio, rowWeight))) - 1 <= GAP_GOAL) break;
    const wanted = simplexLeastSquares(ratios, target, rowWeight);
    const before = mean(mixture.map(Math.log), rowWeight);
    let share = 1;
    let moved = weights;
    for (let halving = 0; halving <= MAX_HALVINGS; halving++, share /= 2) {
      moved = weights.map((weight, m) => weight + share * (wanted[m]! - weight));
      mixture = mixtureOf(given, moved);
      if (mean(mixture.map(Math.log), rowWeight) > before) break;
    }
    // no shorter step is better: the rest is rounding
    if (mean(mixture.map(Math.log), rowWeight) <= before) break;
    weights = moved;
  }
  return weights;
}

function mixtureOf(given: readonly Float64Array[], weights: Float64Array): Float64Array {
  const mixture = new Float64Array(given[0]!.length);
  for (const [m, column] of given.entries()) {
    for (let row = 0; row < mixture.length; row++) mixture[row]! += weights[m]! * column[row]!;
  }
  return mixture;
}

function mean(values: Float64Array, rowWeight: Float64Array): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    sum += rowWeight[row]! * values[row]!;
    total += rowWeight[row]!;
  }
  return sum / total;
}
