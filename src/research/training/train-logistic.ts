// Takes a sample and its classes; gives the multinomial logistic regression that fits it, by Newton's method over all rows.

import { CLASSES, type SoftmaxModel } from '../../adapters/onnx/linear-model.ts';
import { newtonStep } from './newton-step.ts';
import { type SoftmaxProblem, softmaxLoss } from './softmax-loss.ts';
import { standardise } from './standardise.ts';
import { type Refused, refused, type TrainingSample } from './training-sample.ts';

export interface TrainedLogistic {
  readonly kind: 'trained';
  readonly model: SoftmaxModel;
  readonly iterations: number;
  /** Largest absolute component of the gradient where it stopped. */
  readonly gradient: number;
}

const MAX_ITERATIONS = 60;

/**
 * Minimises the weighted average of −ln P(class) plus l2/2 |W|² over the standardised inputs; intercepts are not shrunk and sum to 0.
 * `labels` holds 0 down, 1 flat, 2 up for each used row. `l2` must be above 0. Refuses what `standardise` refuses, a sample that
 * lacks a class, and one on which the method does not converge.
 */
export function trainLogistic(sample: TrainingSample, labels: Uint8Array, l2: number): TrainedLogistic | Refused {
  if (!(l2 > 0)) return refused(`l2 is ${l2}, it must be above 0`);
  for (let k = 0; k < CLASSES; k++) if (!labels.includes(k)) return refused(`no row has the class ${k}`);
  const standardised = standardise(sample);
  if (standardised.kind === 'refused') return standardised;
  const { z, totalWeight, means, scales } = standardised;
  const problem: SoftmaxProblem = {
    z,
    labels,
    classes: CLASSES,
    weights: sample.weights,
    totalWeight,
    columns: sample.columns.length,
    l2,
  };
  let parameters = new Float64Array(CLASSES * (problem.columns + 1));
  let loss = softmaxLoss(problem, parameters);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const step = newtonStep(problem, parameters, loss);
    if (step.kind === 'refused') return step;
    if (step.kind === 'converged') {
      const model = { means, scales, ...expand(sample, parameters) };
      return { kind: 'trained', model, iterations: iteration, gradient: step.gradient };
    }
    parameters = step.parameters;
    loss = step.loss;
  }
  return refused(`not converged after ${MAX_ITERATIONS} iterations`);
}

/** From [class, used column and intercept] to [all columns, class] and [class]. */
function expand(sample: TrainingSample, parameters: Float64Array) {
  const stride = sample.columns.length + 1;
  const weights = new Float64Array(sample.matrix.columns.length * CLASSES);
  const bias = new Float64Array(CLASSES);
  for (let k = 0; k < CLASSES; k++) {
    for (const [j, column] of sample.columns.entries()) weights[column * CLASSES + k] = parameters[k * stride + j]!;
    bias[k] = parameters[k * stride + stride - 1]!;
  }
  return { weights, bias };
}
