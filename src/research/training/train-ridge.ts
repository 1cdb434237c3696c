// Takes a sample and a target; gives the ridge regression that fits it, in closed form.

import type { MagnitudeModel } from '../../adapters/onnx/linear-model.ts';
import { solveCholesky } from './solve-cholesky.ts';
import { standardise } from './standardise.ts';
import { type Refused, refused, type TrainingSample } from './training-sample.ts';

export interface TrainedRidge {
  readonly kind: 'trained';
  readonly model: MagnitudeModel;
}

/**
 * Minimises Σ w (y − z·β − b)² / Σ w + l2 |β|² over the standardised inputs z; the intercept b is not shrunk. `target` has one value
 * per used row. (Hoerl and Kennard 1970.) Refuses what `standardise` refuses, and inputs that repeat each other when `l2` is 0.
 */
export function trainRidge(sample: TrainingSample, target: Float64Array, l2: number): TrainedRidge | Refused {
  const standardised = standardise(sample);
  if (standardised.kind === 'refused') return standardised;
  const { z, totalWeight, means, scales } = standardised;
  const { columns, weights } = sample;
  const solved = solveRidge({ z, columns: columns.length, target, weights, totalWeight, l2 });
  if (solved.kind === 'refused') return solved;
  const beta = new Float64Array(sample.matrix.columns.length);
  for (const [j, column] of columns.entries()) beta[column] = solved.weights[j]!;
  return { kind: 'trained', model: { means, scales, weights: beta, bias: solved.bias } };
}

export interface RidgeProblem {
  /** Row-major [rows, columns], standardised. */
  readonly z: Float64Array;
  readonly columns: number;
  readonly target: Float64Array;
  readonly weights: Float64Array;
  readonly totalWeight: number;
  readonly l2: number;
}

/** By column, and the intercept. */
export function solveRidge(
  problem: RidgeProblem,
): { readonly kind: 'solved'; readonly weights: Float64Array; readonly bias: number } | Refused {
  const { z, columns: size, target, weights, totalWeight, l2 } = problem;
  let bias = 0;
  for (let i = 0; i < target.length; i++) bias += weights[i]! * target[i]!;
  bias /= totalWeight;
  if (!Number.isFinite(bias)) return refused('the target holds a value that is not finite');
  const normal = new Float64Array(size * size);
  const rightSide = new Float64Array(size);
  for (let i = 0; i < target.length; i++) {
    const weight = weights[i]! / totalWeight;
    const residual = target[i]! - bias;
    for (let a = 0; a < size; a++) {
      const left = weight * z[i * size + a]!;
      rightSide[a] = rightSide[a]! + left * residual;
      for (let b = 0; b <= a; b++) normal[a * size + b] = normal[a * size + b]! + left * z[i * size + b]!;
    }
  }
  for (let a = 0; a < size; a++) normal[a * size + a] = normal[a * size + a]! + l2;
  const solution = solveCholesky(normal, rightSide);
  if (solution === undefined) return refused('the inputs repeat each other; raise l2');
  return { kind: 'solved', weights: solution, bias };
}
