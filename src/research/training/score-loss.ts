// Raw scores of a model, labels and weights in; the weighted mean loss that training minimises, out.

import type { Task } from './trainer.ts';

/**
 * Mean of −ln P(label) for classes, of the squared error for numbers. `scores` is row-major [rows, outputs]: of a binary task the log odds
 * of 1, of a multiclass one what softmax takes. The weights must not all be 0.
 */
export function scoreLoss(
  task: Task,
  scores: ArrayLike<number>,
  outputs: number,
  label: Float64Array,
  weights: Float64Array,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < label.length; i++) {
    const weight = weights[i]!;
    total += weight;
    if (weight === 0) continue;
    if (task === 'regression') sum += weight * (scores[i]! - label[i]!) ** 2;
    else if (task === 'binary') sum += weight * softplus(label[i] === 1 ? -scores[i]! : scores[i]!);
    else sum += weight * (logSumExp(scores, i * outputs, outputs) - scores[i * outputs + label[i]!]!);
  }
  return sum / total;
}

/** ln(1 + e^x) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function logSumExp(scores: ArrayLike<number>, offset: number, count: number): number {
  let largest = scores[offset]!;
  for (let k = 1; k < count; k++) largest = Math.max(largest, scores[offset + k]!);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += Math.exp(scores[offset + k]! - largest);
  return largest + Math.log(sum);
}
