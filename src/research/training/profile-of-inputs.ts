// The rows that a model is trained on in; what its inputs were like, alone and together, for the judgement of live inputs, out.

import { assert } from '../../core/assert.ts';
import {
  type InputFacts,
  type InputProfile,
  type JointFacts,
  PROFILE_DISTANCE_SLACK,
  PROFILE_QUANTILE,
  PROFILE_SHRINKAGE,
} from '../../core/prediction/input-profile.ts';
import { distanceOf } from '../../core/prediction/input-validation.ts';
import { factorCholesky } from './solve-cholesky.ts';
import type { TrainingRows } from './training-rows.ts';

/** A deviation below this share of the largest absolute value is rounding, not variation. */
const FLAT = 1e-9;

/** `used` are the numbers of the rows. */
export function profileOf(
  { matrix, day, unchanged }: Pick<TrainingRows, 'matrix' | 'day' | 'unchanged'>,
  used: Uint32Array,
): InputProfile {
  assert(used.length > 0, 'a profile needs rows');
  const width = matrix.columns.length;
  const days = [...new Set(Array.from(used, (row) => day[row]!))].map((number) => unchanged[number]!);
  const moved = days.reduce((sum, each) => sum + each.moved, 0);
  const inputs = matrix.columns.map((_, column): InputFacts => {
    const values = Float64Array.from(used, (row) => matrix.values[row * width + column]!);
    const same = days.reduce((sum, each) => sum + each.same[column]!, 0);
    const unchangedMost = days.reduce((most, each) => Math.max(most, each.most[column]!), 0);
    return { ...factsOf(values), unchangedMost, unchangedShare: moved === 0 ? 0 : same / moved };
  });
  return { rows: used.length, inputs, joint: jointOf(matrix.values, width, used, inputs) };
}

function factsOf(values: Float64Array): Pick<InputFacts, 'mean' | 'deviation' | 'low' | 'high'> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const deviation = Math.sqrt(squares / values.length);
  const sorted = values.toSorted();
  const low = quantile(sorted, PROFILE_QUANTILE);
  const high = quantile(sorted, 1 - PROFILE_QUANTILE);
  return { mean, deviation: deviation > FLAT * largest ? deviation : 0, low, high };
}

/** Nearest rank of sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

function jointOf(values: Float64Array, width: number, used: Uint32Array, inputs: readonly InputFacts[]): JointFacts {
  const columns = inputs.flatMap(({ deviation }, column) => (deviation > 0 ? [column] : []));
  const size = columns.length;
  const z = new Float64Array(size);
  const standardise = (row: number): void => {
    for (const [at, column] of columns.entries()) {
      const { mean, deviation } = inputs[column]!;
      z[at] = (values[row * width + column]! - mean) / deviation;
    }
  };
  const matrix = new Float64Array(size * size);
  for (const row of used) {
    standardise(row);
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) matrix[i * size + j]! += z[i]! * z[j]!;
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) matrix[i * size + j]! *= (1 - PROFILE_SHRINKAGE) / used.length;
    matrix[i * size + i] = 1;
  }
  const lower = factorCholesky(matrix, size);
  assert(lower !== undefined, 'a shrunk correlation matrix is positive definite');
  const factor: number[] = [];
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) factor.push(lower[i * size + j]!);
  const solved = new Float64Array(size);
  const distances = Float64Array.from(used, (row) => {
    standardise(row);
    return distanceOf(z, { factor }, solved);
  });
  const limit = PROFILE_DISTANCE_SLACK * quantile(distances.toSorted(), 1 - PROFILE_QUANTILE);
  return { columns, factor, limit };
}
