// Labelled rows of classes and options in; the logistic regression that fits them out.

import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../../adapters/user-error.ts';
import { rawScores } from '../../../core/prediction/fitted/evaluate-fitted.ts';
import type { LinearFit } from '../../../core/prediction/fitted/fitted-model.ts';
import { checkRows } from '../check-rows.ts';
import { rowWeights } from '../class-weights.ts';
import { newtonStep } from '../newton-step.ts';
import { scoreLoss } from '../score-loss.ts';
import { type SoftmaxProblem, softmaxLoss } from '../softmax-loss.ts';
import type { LabelledRows, TrainedModel } from '../trainer.ts';
import { checkLinearOptions, DEFAULT_L2, type LogisticOptions } from './linear-options.ts';
import { QuasiNewton } from './quasi-newton.ts';
import { softmaxPass } from './softmax-pass.ts';
import { type StandardisedColumns, standardisedColumns } from './standardised-columns.ts';

export interface TrainedLinear extends TrainedModel {
  readonly model: LinearFit;
}

const MAX_NEWTON = 60;
const MAX_QUASI = 1000;
/** Multiplications of one curvature matrix beyond which many cheap steps are faster than few dear ones. */
const NEWTON_WORK = 2e9;
const GRADIENT_GOAL = 1e-8;
/** A gradient that the arithmetic cannot make smaller is accepted below this. */
const GRADIENT_SLACK = 1e-5;

interface Fit {
  readonly parameters: Float64Array;
  readonly losses: readonly number[];
  readonly ended: TrainedModel['ended'];
}

/**
 * Weighted mean of −ln P(label) + l2/2 |W|² + l1 |W|₁ over standardised inputs; intercepts are not shrunk. By Newton's method, or by
 * quasi-Newton steps with L1 and for large data; both end where the gradient is 0, so which one it was shows in the last digits only. An
 * input that does not vary gets a weight of 0. Draws nothing: the seed changes nothing. `trainingLoss` is the whole sum by step,
 * `validationLoss` the loss of the end. @throws UserError `training-rows`, `bad-option`, `not-trained`
 */
export async function trainLogisticRows(rows: LabelledRows, options: LogisticOptions): Promise<TrainedLinear> {
  checkLinearOptions('logistic', options);
  const { task, validation, l2 = DEFAULT_L2, l1 = 0 } = options;
  const outputs = checkRows(rows, { task, classes: options.classes, missing: 'refused' });
  if (validation !== undefined) {
    checkRows(validation, { task, classes: outputs > 1 ? outputs : undefined, missing: 'refused', present: 'any' });
  }
  const standardised = standardisedColumns(rows, rowWeights(rows, task, options.classWeights));
  const problem = problemOf(rows, standardised, outputs, l2);
  const { columns, classes } = problem;
  const work = (rows.rows * classes * (classes + 1) * columns ** 2) / 4;
  const fit =
    l1 > 0 || l2 === 0 || work > NEWTON_WORK
      ? await byGradients(problem, l1, options)
      : await byNewton(problem, options);
  const model = modelOf(rows, standardised, fit.parameters, outputs);
  const tested = validation === undefined ? [] : [validationLoss(model, validation, options)];
  return {
    model,
    ended: fit.ended,
    trainingLoss: Float64Array.from(fit.losses),
    validationLoss: Float64Array.from(tested),
  };
}

/** Two classes as a softmax of two: the weights are w/2 and −w/2, so that twice the shrinkage of the parts is that of w. */
function problemOf(
  { label }: LabelledRows,
  { z, rows, weights, totalWeight, columns }: StandardisedColumns,
  outputs: number,
  l2: number,
): SoftmaxProblem {
  const labels = Uint8Array.from(rows, (row) => label[row]!);
  const isBinary = outputs === 1;
  return {
    ...{ z, labels, weights, totalWeight, columns: columns.length },
    ...{ classes: isBinary ? 2 : outputs, l2: isBinary ? 2 * l2 : l2 },
  };
}

async function byNewton(problem: SoftmaxProblem, { onProgress, signal }: LogisticOptions): Promise<Fit> {
  let parameters = new Float64Array(problem.classes * (problem.columns + 1));
  const losses = [softmaxLoss(problem, parameters)];
  for (let done = 0; done < MAX_NEWTON; done++) {
    if (signal?.aborted === true) return { parameters, losses, ended: 'interrupted' };
    const step = newtonStep(problem, parameters, losses.at(-1)!);
    if (step.kind === 'refused') throw notTrained(step.reason);
    if (step.kind === 'converged') return { parameters, losses, ended: 'done' };
    parameters = step.parameters;
    losses.push(step.loss);
    onProgress?.({ done: done + 1, total: MAX_NEWTON, loss: step.loss });
    await setImmediate();
  }
  throw notTrained(`not converged after ${MAX_NEWTON} steps`);
}

async function byGradients(problem: SoftmaxProblem, l1: number, { onProgress, signal }: LogisticOptions): Promise<Fit> {
  const stride = problem.columns + 1;
  const size = problem.classes * stride;
  const search = new QuasiNewton({
    size,
    valueAt: (x, out) => softmaxPass(problem, x, out),
    l1: Float64Array.from({ length: size }, (_, at) => (at % stride === problem.columns ? 0 : l1)),
  });
  const losses = [search.value];
  for (let done = 0; done < MAX_QUASI && search.gradient > GRADIENT_GOAL; done++) {
    if (signal?.aborted === true) return { parameters: search.x, losses, ended: 'interrupted' };
    if (!search.step()) break;
    losses.push(search.value);
    onProgress?.({ done: done + 1, total: MAX_QUASI, loss: search.value });
    await setImmediate();
  }
  if (search.gradient > GRADIENT_SLACK) throw notTrained(`not converged: the gradient is still ${search.gradient}`);
  return { parameters: search.x, losses, ended: 'done' };
}

/** From [class, used column and intercept] to [inputs x outputs]; of two classes what the second has more than the first. */
function modelOf(
  { inputs }: LabelledRows,
  { columns, means, scales }: StandardisedColumns,
  parameters: Float64Array,
  outputs: number,
): LinearFit {
  const stride = columns.length + 1;
  const weights = new Float64Array(inputs.length * outputs);
  const bias = new Float64Array(outputs);
  const of = (k: number, at: number): number =>
    outputs === 1 ? parameters[stride + at]! - parameters[at]! : parameters[k * stride + at]!;
  for (let k = 0; k < outputs; k++) {
    for (const [at, j] of columns.entries()) weights[j * outputs + k] = of(k, at);
    bias[k] = of(k, columns.length);
  }
  return { kind: 'linear', inputs, link: outputs === 1 ? 'sigmoid' : 'softmax', outputs, means, scales, weights, bias };
}

function validationLoss(model: LinearFit, rows: LabelledRows, { task, classWeights }: LogisticOptions): number {
  const scores = rawScores(model, rows.columns, rows.rows);
  return scoreLoss(task, scores, model.outputs, rows.label, rowWeights(rows, task, classWeights));
}

function notTrained(reason: string): UserError {
  const fix = 'Give a larger l2: the classes can be told apart without fault, or inputs repeat each other';
  return new UserError({ code: 'not-trained', message: `Not trained: ${reason}`, field: 'l2', fix });
}
