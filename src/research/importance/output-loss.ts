// What a model gave for rows, their labels and weights in; the weighted mean loss out.

import type { FittedModel } from '../../core/prediction/fitted/fitted-model.ts';

/** A probability of 0 counts as this. */
const LEAST_PROBABILITY = 1e-15;

/** −ln P(label) of outputs through the link, or the squared error of a regression. The weights must not all be 0. */
export function outputLoss(
  { link, outputs }: Pick<FittedModel, 'link' | 'outputs'>,
  given: Float64Array,
  label: Float64Array,
  weights: Float64Array,
): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < label.length; i++) {
    const weight = weights[i]!;
    total += weight;
    if (link === 'identity') sum += weight * (given[i]! - label[i]!) ** 2;
    else {
      const own = link === 'softmax' ? given[i * outputs + label[i]!]! : label[i] === 1 ? given[i]! : 1 - given[i]!;
      sum -= weight * Math.log(Math.max(LEAST_PROBABILITY, own));
    }
  }
  return sum / total;
}
