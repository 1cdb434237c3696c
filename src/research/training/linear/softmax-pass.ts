// A softmax problem and its parameters in; loss and gradient, both from one pass over the rows, out.

import type { SoftmaxProblem } from '../softmax-loss.ts';

/** Writes the gradient to `out`, in the layout of the parameters; gives the loss, l2 in both. Allocates nothing by row. */
export function softmaxPass(problem: SoftmaxProblem, parameters: Float64Array, out: Float64Array): number {
  const { z, labels, classes, weights, totalWeight, columns, l2 } = problem;
  const stride = columns + 1;
  const scores = new Float64Array(classes);
  out.fill(0);
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const at = i * columns;
    const label = labels[i]!;
    const weight = weights[i]! / totalWeight;
    loss += weight * errorsOf(z, at, parameters, columns, label, scores);
    for (let k = 0; k < classes; k++) {
      const error = weight * scores[k]!;
      const base = k * stride;
      for (let j = 0; j < columns; j++) out[base + j] = out[base + j]! + error * z[at + j]!;
      out[base + columns] = out[base + columns]! + error;
    }
  }
  for (let k = 0; k < classes; k++) {
    for (let j = k * stride; j < k * stride + columns; j++) {
      out[j] = out[j]! + l2 * parameters[j]!;
      loss += (l2 / 2) * parameters[j]! ** 2;
    }
  }
  return loss;
}

/** Leaves P(class) − [class is the label] in `scores`; gives −ln P(label). */
function errorsOf(
  z: Float64Array,
  at: number,
  parameters: Float64Array,
  columns: number,
  label: number,
  scores: Float64Array,
): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) {
    const base = k * (columns + 1);
    let sum = parameters[base + columns]!;
    for (let j = 0; j < columns; j++) sum += parameters[base + j]! * z[at + j]!;
    scores[k] = sum;
    if (sum > largest) largest = sum;
  }
  const own = scores[label]!;
  let total = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp(scores[k]! - largest);
    total += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = scores[k]! / total;
  scores[label] = scores[label]! - 1;
  return Math.log(total) + largest - own;
}
