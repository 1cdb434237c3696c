// Raw scores of a batch with labels and weights in; the slope of the loss by each score out.

import type { Task } from '../trainer.ts';

/** Of Σ weight · loss, with the losses of `scoreLoss`; written to `out`, row-major [rows, outputs]. */
export function scoreSlopes(
  task: Task,
  scores: Float64Array,
  outputs: number,
  label: Float64Array,
  weights: Float64Array,
  rows: number,
  out: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    const weight = weights[row]!;
    const at = row * outputs;
    if (task === 'regression') out[at] = 2 * weight * (scores[at]! - label[row]!);
    else if (task === 'binary') out[at] = weight * (1 / (1 + Math.exp(-scores[at]!)) - label[row]!);
    else softmaxSlopes(scores, at, outputs, label[row]!, weight, out);
  }
}

function softmaxSlopes(
  scores: Float64Array,
  at: number,
  outputs: number,
  label: number,
  weight: number,
  out: Float64Array,
): void {
  let largest = scores[at]!;
  for (let k = 1; k < outputs; k++) largest = Math.max(largest, scores[at + k]!);
  let total = 0;
  for (let k = 0; k < outputs; k++) {
    out[at + k] = Math.exp(scores[at + k]! - largest);
    total += out[at + k]!;
  }
  for (let k = 0; k < outputs; k++) out[at + k] = weight * (out[at + k]! / total - (k === label ? 1 : 0));
}
