// A softmax problem and where it stands in; the place after a step of Newton's method, or that it has arrived, out.

import { type SoftmaxProblem, softmaxCurvature, softmaxGradient, softmaxLoss } from './softmax-loss.ts';
import { solveCholesky } from './solve-cholesky.ts';
import { type Refused, refused } from './training-sample.ts';

export type NewtonStep =
  | { readonly kind: 'moved'; readonly parameters: Float64Array<ArrayBuffer>; readonly loss: number }
  /** `gradient`: largest absolute component. */
  | { readonly kind: 'converged'; readonly gradient: number };

const MAX_HALVINGS = 40;
/** The loss is an average over rows, so this does not depend on their number. */
const GRADIENT_GOAL = 1e-9;

/** `loss` is that of `parameters`. */
export function newtonStep(
  problem: SoftmaxProblem,
  parameters: Float64Array<ArrayBuffer>,
  loss: number,
): NewtonStep | Refused {
  const gradient = softmaxGradient(problem, parameters);
  const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest <= GRADIENT_GOAL) return { kind: 'converged', gradient: largest };
  const step = solveCholesky(softmaxCurvature(problem, parameters), gradient);
  if (step === undefined) return refused('the curvature is not positive; raise l2');
  return descend(problem, parameters, step, loss) ?? refused(`no descent at a gradient of ${largest}`);
}

/** The Newton step, halved until the loss does not grow; undefined when even the smallest makes it grow. */
function descend(
  problem: SoftmaxProblem,
  from: Float64Array<ArrayBuffer>,
  step: Float64Array,
  loss: number,
): NewtonStep | undefined {
  let share = 1;
  for (let halving = 0; halving < MAX_HALVINGS; halving++, share /= 2) {
    const parameters = from.map((value, i) => value - share * step[i]!);
    const reached = softmaxLoss(problem, parameters);
    // near the minimum two losses differ by rounding only
    if (reached <= loss + 1e-14 * Math.abs(loss)) return { kind: 'moved', parameters, loss: reached };
  }
  return undefined;
}
