// Takes standardised rows with classes and the parameters of a softmax; gives the loss, its gradient and its curvature.

import { softmaxInPlace } from './linear-output.ts';

/** Parameters are laid out [class, columns + 1]; the last of each class is its intercept. */
export interface SoftmaxProblem {
  /** Row-major [rows, columns], standardised. */
  readonly z: Float64Array;
  /** 0 to `classes` − 1 for each row. */
  readonly labels: Uint8Array;
  readonly classes: number;
  readonly weights: Float64Array;
  readonly totalWeight: number;
  readonly columns: number;
  readonly l2: number;
}

/** Weighted average of −ln P(class), plus l2/2 |W|² without intercepts. */
export function softmaxLoss(problem: SoftmaxProblem, parameters: Float64Array): number {
  const { labels, classes, weights, columns, l2 } = problem;
  const scores = new Float64Array(classes);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    scoresOf(problem, parameters, i, scores);
    let largest = scores[0]!;
    for (let k = 1; k < classes; k++) largest = Math.max(largest, scores[k]!);
    let exponentials = 0;
    for (let k = 0; k < classes; k++) exponentials += Math.exp(scores[k]! - largest);
    sum += weights[i]! * (Math.log(exponentials) + largest - scores[labels[i]!]!);
  }
  let squares = 0;
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < columns; j++) squares += parameters[k * (columns + 1) + j]! ** 2;
  }
  return sum / problem.totalWeight + (l2 / 2) * squares;
}

export function softmaxGradient(problem: SoftmaxProblem, parameters: Float64Array): Float64Array {
  const { z, labels, classes, weights, totalWeight, columns, l2 } = problem;
  const stride = columns + 1;
  const gradient = new Float64Array(classes * stride);
  const p = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) {
    scoresOf(problem, parameters, i, p);
    softmaxInPlace(p);
    const weight = weights[i]! / totalWeight;
    for (let k = 0; k < classes; k++) {
      const error = weight * (p[k]! - (labels[i] === k ? 1 : 0));
      const base = k * stride;
      for (let j = 0; j < columns; j++) gradient[base + j] = gradient[base + j]! + error * z[i * columns + j]!;
      gradient[base + columns] = gradient[base + columns]! + error;
    }
  }
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < columns; j++)
      gradient[k * stride + j] = gradient[k * stride + j]! + l2 * parameters[k * stride + j]!;
  }
  return gradient;
}

/**
 * The Hessian, row-major; only its lower triangle is filled. Adding the same number to all intercepts changes no probability, so the
 * Hessian is flat in that direction: it is given curvature 1 there, which leaves the Newton step as it is since the gradient has no
 * part in that direction.
 */
export function softmaxCurvature(problem: SoftmaxProblem, parameters: Float64Array): Float64Array {
  const { labels, classes, weights, totalWeight, columns, l2 } = problem;
  const stride = columns + 1;
  const size = classes * stride;
  const hessian = new Float64Array(size * size);
  const p = new Float64Array(classes);
  const row = new Float64Array(stride).fill(1);
  for (let i = 0; i < labels.length; i++) {
    scoresOf(problem, parameters, i, p);
    softmaxInPlace(p);
    row.set(problem.z.subarray(i * columns, (i + 1) * columns));
    for (let k = 0; k < classes; k++) {
      for (let l = 0; l <= k; l++) {
        const factor = (weights[i]! / totalWeight) * p[k]! * ((k === l ? 1 : 0) - p[l]!);
        addOuterProduct(hessian, size, k * stride, l * stride, row, factor);
      }
    }
  }
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < columns; j++) {
      const at = (k * stride + j) * (size + 1);
      hessian[at] = hessian[at]! + l2;
    }
    for (let l = 0; l <= k; l++) {
      const at = (k * stride + columns) * size + l * stride + columns;
      hessian[at] = hessian[at]! + 1;
    }
  }
  return hessian;
}

/** Adds factor · row rowᵀ to the block that starts at (top, left); above the main diagonal the numbers are never read. */
function addOuterProduct(
  hessian: Float64Array,
  size: number,
  top: number,
  left: number,
  row: Float64Array,
  factor: number,
): void {
  const diagonal = top === left;
  for (let a = 0; a < row.length; a++) {
    const scaled = factor * row[a]!;
    const base = (top + a) * size + left;
    const end = diagonal ? a + 1 : row.length;
    for (let b = 0; b < end; b++) hessian[base + b] = hessian[base + b]! + scaled * row[b]!;
  }
}

function scoresOf(problem: SoftmaxProblem, parameters: Float64Array, i: number, out: Float64Array): void {
  const { z, classes, columns } = problem;
  for (let k = 0; k < classes; k++) {
    const base = k * (columns + 1);
    let sum = parameters[base + columns]!;
    for (let j = 0; j < columns; j++) sum += parameters[base + j]! * z[i * columns + j]!;
    out[k] = sum;
  }
}
