// Takes a sample; gives each input's weighted mean and standard deviation, and the standardised numbers the trainers work on.

import type { Standardisation } from '../../adapters/onnx/linear-model.ts';
import { type Refused, refused, type TrainingSample } from './training-sample.ts';

export interface Standardised extends Standardisation {
  readonly kind: 'standardised';
  /** Row-major [used rows, used columns]. */
  readonly z: Float64Array;
  readonly totalWeight: number;
}

/** A standard deviation below this share of the largest absolute value is rounding, not variation. */
const FLAT = 1e-9;

/**
 * `means` and `scales` cover all columns of the matrix; columns that are not used have mean 0 and scale 1. Refuses samples without
 * rows, with weights that are not above zero, with values that are not finite, and with an input that does not vary.
 */
export function standardise(sample: TrainingSample): Standardised | Refused {
  const { matrix, rows, columns, weights } = sample;
  if (rows.length === 0) return refused('the sample has no rows');
  let totalWeight = 0;
  for (const weight of weights) {
    if (!(weight > 0 && Number.isFinite(weight))) return refused(`a row has the weight ${weight}`);
    totalWeight += weight;
  }
  const means = new Float64Array(matrix.columns.length);
  const scales = new Float64Array(matrix.columns.length).fill(1);
  const z = new Float64Array(rows.length * columns.length);
  for (const [j, column] of columns.entries()) {
    const moments = momentsOf(sample, column, totalWeight);
    if (!Number.isFinite(moments.deviation))
      return refused(`${matrix.columns[column]} holds a value that is not finite`);
    if (moments.deviation <= FLAT * moments.largest) return refused(`${matrix.columns[column]} does not vary`);
    means[column] = moments.mean;
    scales[column] = moments.deviation;
    for (let i = 0; i < rows.length; i++) {
      const value = matrix.values[rows[i]! * matrix.columns.length + column]!;
      z[i * columns.length + j] = (value - moments.mean) / moments.deviation;
    }
  }
  return { kind: 'standardised', means, scales, z, totalWeight };
}

/** Weighted mean, population standard deviation and largest absolute value of one column. */
function momentsOf(sample: TrainingSample, column: number, totalWeight: number) {
  const { matrix, rows, weights } = sample;
  const stride = matrix.columns.length;
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = matrix.values[rows[i]! * stride + column]!;
    sum += weights[i]! * value;
    largest = Math.max(largest, Math.abs(value));
  }
  const mean = sum / totalWeight;
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const difference = matrix.values[rows[i]! * stride + column]! - mean;
    squares += weights[i]! * difference * difference;
  }
  return { mean, deviation: Math.sqrt(squares / totalWeight), largest };
}
