// Takes a linear model and one row of inputs; gives its output in plain double arithmetic, the reference of every ONNX file.

import { CLASSES, type MagnitudeModel, type SoftmaxModel } from '../../adapters/onnx/linear-model.ts';

/** Writes P(down), P(flat), P(up) to `out`. The row starts at `offset` of `values`. */
export function classProbabilities(
  model: SoftmaxModel,
  values: ArrayLike<number>,
  offset: number,
  out: Float64Array,
): void {
  out.set(model.bias);
  for (let j = 0; j < model.means.length; j++) {
    const z = (values[offset + j]! - model.means[j]!) / model.scales[j]!;
    for (let k = 0; k < CLASSES; k++) out[k] = out[k]! + z * model.weights[j * CLASSES + k]!;
  }
  softmaxInPlace(out);
}

/** A fraction, never below zero. */
export function expectedMagnitude(model: MagnitudeModel, values: ArrayLike<number>, offset: number): number {
  let sum = model.bias;
  for (let j = 0; j < model.means.length; j++) {
    sum += ((values[offset + j]! - model.means[j]!) / model.scales[j]!) * model.weights[j]!;
  }
  return Math.max(0, sum);
}

/** Shifted by the largest score, so that no exponential overflows. */
export function softmaxInPlace(scores: Float64Array): void {
  let largest = scores[0]!;
  for (let k = 1; k < scores.length; k++) largest = Math.max(largest, scores[k]!);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const exponential = Math.exp(scores[k]! - largest);
    scores[k] = exponential;
    sum += exponential;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = scores[k]! / sum;
}
