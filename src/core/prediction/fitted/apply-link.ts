// Raw scores of rows in; what the link makes of them (a probability, probabilities that sum to 1, or the score itself), in place.

import type { Link } from './fitted-model.ts';

/** `values` is [rows x outputs], row by row. */
export function applyLink(link: Link, values: Float64Array, rows: number, outputs: number): void {
  if (link === 'sigmoid') for (let i = 0; i < rows * outputs; i++) values[i] = 1 / (1 + Math.exp(-values[i]!));
  else if (link === 'softmax') for (let row = 0; row < rows; row++) softmax(values, row * outputs, outputs);
}

/** Shifted by the largest score, so that no exponential overflows. */
function softmax(values: Float64Array, at: number, outputs: number): void {
  let largest = values[at]!;
  for (let k = 1; k < outputs; k++) largest = Math.max(largest, values[at + k]!);
  let sum = 0;
  for (let k = 0; k < outputs; k++) {
    const exponential = Math.exp(values[at + k]! - largest);
    values[at + k] = exponential;
    sum += exponential;
  }
  for (let k = 0; k < outputs; k++) values[at + k] = values[at + k]! / sum;
}
