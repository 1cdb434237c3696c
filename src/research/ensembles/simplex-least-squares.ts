// What each member gave and what happened, row by row, in; the weights, 0 or more with a sum of 1, of least squared error out.

import { solveCholesky } from '../training/solve-cholesky.ts';

/** Added to the diagonal as a share of it: members that repeat each other share their weight. */
const RIDGE = 1e-10;
/** Of what a member left out could still bring, as a share of the mean squares. */
const GAP = 1e-12;

/**
 * Least squares over the simplex by an active set, as Lawson and Hanson (1974) have it for non-negative least squares: members come in one
 * by one while they bring anything, and leave where their weight would fall below 0. Row weights are above 0.
 */
export function simplexLeastSquares(
  given: readonly Float64Array[],
  target: Float64Array,
  rowWeight: Float64Array,
): Float64Array {
  const gram = errorProducts(given, target, rowWeight);
  const count = given.length;
  let best = 0;
  for (let m = 1; m < count; m++) if (gram[m * count + m]! < gram[best * count + best]!) best = m;
  const weights = new Float64Array(count);
  weights[best] = 1;
  const free = new Set([best]);
  // each entry brings the error down, so no set comes again
  for (let entry = 0; entry < 3 * count + 10; entry++) {
    const slopes = Float64Array.from(weights, (_, m) => {
      let sum = 0;
      for (let other = 0; other < count; other++) sum += gram[m * count + other]! * weights[other]!;
      return sum;
    });
    const level = weights.reduce((sum, weight, m) => sum + weight * slopes[m]!, 0);
    let next = -1;
    for (let m = 0; m < count; m++) if (!free.has(m) && (next < 0 || slopes[m]! < slopes[next]!)) next = m;
    if (next < 0 || slopes[next]! >= level - GAP * (level + 1e-300)) break;
    free.add(next);
    settle(gram, weights, free);
  }
  return weights;
}

/**
 * With weights that sum to 1 the error is w' G w, where G holds the mean products of the members' errors: by row-major [members, members].
 */
function errorProducts(given: readonly Float64Array[], target: Float64Array, rowWeight: Float64Array): Float64Array {
  const count = given.length;
  const gram = new Float64Array(count * count);
  const total = rowWeight.reduce((sum, each) => sum + each, 0);
  for (let row = 0; row < target.length; row++) {
    const weight = rowWeight[row]! / total;
    for (let a = 0; a < count; a++) {
      const error = weight * (given[a]![row]! - target[row]!);
      for (let b = 0; b <= a; b++) gram[a * count + b]! += error * (given[b]![row]! - target[row]!);
    }
  }
  for (let a = 0; a < count; a++) for (let b = 0; b < a; b++) gram[b * count + a] = gram[a * count + b]!;
  return gram;
}

/** The best weights of the free members; those that would be negative leave, one at a time, on the way there. */
function settle(gram: Float64Array, weights: Float64Array, free: Set<number>): void {
  while (free.size > 0) {
    const members = [...free].sort((a, b) => a - b);
    const wanted = bestOf(gram, members, weights.length);
    if (wanted.every((weight) => weight > 0)) {
      weights.fill(0);
      for (const [at, m] of members.entries()) weights[m] = wanted[at]!;
      return;
    }
    let share = 1;
    let leaving = -1;
    for (const [at, m] of members.entries()) {
      if (wanted[at]! > 0) continue;
      const way = weights[m]! / (weights[m]! - wanted[at]!);
      if (leaving < 0 || way < share) [share, leaving] = [way, m];
    }
    for (const [at, m] of members.entries()) weights[m]! += share * (wanted[at]! - weights[m]!);
    weights[leaving] = 0;
    free.delete(leaving);
  }
}

/** Solves G w = 1 and brings w to a sum of 1: the least of w' G w on that plane. */
function bestOf(gram: Float64Array, members: readonly number[], count: number): Float64Array {
  const size = members.length;
  const matrix = new Float64Array(size * size);
  const largest = Math.max(...members.map((m) => gram[m * count + m]!), Number.MIN_VALUE);
  for (const [a, one] of members.entries()) {
    for (const [b, other] of members.entries()) matrix[a * size + b] = gram[one * count + other]! / largest;
    matrix[a * size + a]! += RIDGE;
  }
  const solution = solveCholesky(matrix, new Float64Array(size).fill(1)) ?? new Float64Array(size).fill(1);
  const sum = solution.reduce((all, each) => all + each, 0);
  return solution.map((each) => each / sum);
}
