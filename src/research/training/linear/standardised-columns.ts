// Labelled rows with weights in; the inputs that vary, brought to mean 0 and deviation 1, row by row, with how they were brought there, out.

import type { LabelledRows } from '../trainer.ts';

export interface StandardisedColumns {
  /** Row-major [used rows, used columns]. */
  readonly z: Float64Array;
  /** Row numbers of weight above 0. */
  readonly rows: Uint32Array;
  /** Of the used rows. */
  readonly weights: Float64Array;
  readonly totalWeight: number;
  /** Column numbers of the inputs that vary. */
  readonly columns: Uint32Array;
  /** By input; mean and 1 for one that does not vary, and so gets no weight. */
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** A deviation below this share of the largest absolute value is rounding, not variation. */
const FLAT = 1e-9;

/** Weighted means and population deviations. The rows have passed `checkRows` without missing values. */
export function standardisedColumns({ columns }: LabelledRows, rowWeights: Float64Array): StandardisedColumns {
  const rows = Uint32Array.from(rowWeights.keys()).filter((row) => rowWeights[row]! > 0);
  const weights = Float64Array.from(rows, (row) => rowWeights[row]!);
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  const means = new Float64Array(columns.length);
  const scales = new Float64Array(columns.length).fill(1);
  const varying: number[] = [];
  for (const [j, column] of columns.entries()) {
    const { mean, deviation, largest } = moments(column, rows, weights, totalWeight);
    means[j] = mean;
    if (deviation <= FLAT * largest) continue;
    scales[j] = deviation;
    varying.push(j);
  }
  const width = varying.length;
  const z = new Float64Array(rows.length * width);
  for (const [at, j] of varying.entries()) {
    const column = columns[j]!;
    for (let i = 0; i < rows.length; i++) z[i * width + at] = (column[rows[i]!]! - means[j]!) / scales[j]!;
  }
  return { z, rows, weights, totalWeight, columns: Uint32Array.from(varying), means, scales };
}

function moments(column: Float32Array, rows: Uint32Array, weights: Float64Array, totalWeight: number) {
  let [sum, largest, squares] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const value = column[rows[i]!]!;
    sum += weights[i]! * value;
    largest = Math.max(largest, Math.abs(value));
  }
  const mean = sum / totalWeight;
  for (let i = 0; i < rows.length; i++) squares += weights[i]! * (column[rows[i]!]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / totalWeight), largest };
}
