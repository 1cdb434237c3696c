// Seeded samples for the trainers' tests.

import type { TrainingMatrix, TrainingSample } from '../../../src/research/training/training-sample.ts';

/** mulberry32: uniform in 0..1, the same numbers for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Sum of uniforms, close to a standard normal. */
export function normal(random: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
}

/** Columns of different size and place, so that standardising matters. */
export function matrixOf(rows: number, columns: number, random: () => number): TrainingMatrix {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) values[i * columns + j] = Math.fround(normal(random) * 10 ** (j - 2) + j * 5);
  }
  return { columns: Array.from({ length: columns }, (_, j) => `x${j}`), rows, values };
}

export function sampleOf(matrix: TrainingMatrix, columns?: readonly number[]): TrainingSample {
  return {
    matrix,
    rows: Uint32Array.from({ length: matrix.rows }, (_, i) => i),
    columns: columns ?? matrix.columns.map((_, j) => j),
    weights: new Float64Array(matrix.rows).fill(1),
  };
}
