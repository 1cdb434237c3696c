// Scores, labels and weights of some rows in; gradients and hessians written beside each other, and the rows' loss, out.

/** How a task is trained; one of the user's own is computed outside of the threads. */
export type ObjectiveSpec =
  | { readonly kind: 'binary' }
  | { readonly kind: 'softmax' }
  | { readonly kind: 'squared' }
  | { readonly kind: 'absolute' }
  | { readonly kind: 'huber'; readonly delta: number }
  | { readonly kind: 'custom' };

/** Views of the shared memory. */
export interface RoundViews {
  /** By output: score of row i at `output * rows + i`. */
  readonly scores: Float64Array;
  readonly label: Float64Array;
  readonly weight: Float64Array;
  /** By output, of the rows to train on: gradient and hessian of row i at `2 * (output * trainRows + i)`. */
  readonly pairs: Float64Array;
  readonly rows: number;
  readonly trainRows: number;
  readonly outputs: number;
}

/** A hessian never vanishes where a model is certain: XGBoost's bound. */
const LEAST_HESSIAN = 1e-16;

/** Weighted sum of the losses of rows `from` to `to`; writes their pairs as well where `writes`. */
export type RowLoss = (views: RoundViews, from: number, to: number, writes: boolean) => number;

export function rowLoss(spec: ObjectiveSpec): RowLoss {
  switch (spec.kind) {
    case 'binary':
      return binary;
    case 'softmax':
      return softmax;
    case 'squared':
      return squared;
    case 'absolute':
      return absolute;
    case 'huber':
      return huber(spec.delta);
    case 'custom':
      return () => 0;
  }
}

/** Minus the log of the probability of the label. */
function binary({ scores, label, weight, pairs }: RoundViews, from: number, to: number, writes: boolean): number {
  let loss = 0;
  for (let i = from; i < to; i++) {
    const score = scores[i]!;
    const own = weight[i]!;
    const small = Math.exp(-Math.abs(score));
    const most = 1 / (1 + small);
    const probability = score >= 0 ? most : small * most;
    loss += own * (Math.log1p(small) + Math.max(score, 0) - score * label[i]!);
    if (!writes) continue;
    pairs[2 * i] = (probability - label[i]!) * own;
    pairs[2 * i + 1] = Math.max(probability * (1 - probability), LEAST_HESSIAN) * own;
  }
  return loss;
}

/** The same of several classes; the hessian is twice p(1 - p), as in XGBoost: a bound on what the classes have in common. */
function softmax(views: RoundViews, from: number, to: number, writes: boolean): number {
  const { scores, label, weight, pairs, rows, trainRows, outputs } = views;
  const parts = new Float64Array(outputs);
  let loss = 0;
  for (let i = from; i < to; i++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < outputs; k++) most = Math.max(most, scores[k * rows + i]!);
    let sum = 0;
    for (let k = 0; k < outputs; k++) {
      parts[k] = Math.exp(scores[k * rows + i]! - most);
      sum += parts[k]!;
    }
    const own = weight[i]!;
    loss += own * (Math.log(sum) + most - scores[label[i]! * rows + i]!);
    for (let k = 0; writes && k < outputs; k++) {
      const probability = parts[k]! / sum;
      const at = 2 * (k * trainRows + i);
      pairs[at] = (probability - (label[i] === k ? 1 : 0)) * own;
      pairs[at + 1] = Math.max(2 * probability * (1 - probability), LEAST_HESSIAN) * own;
    }
  }
  return loss;
}

/** The squared error; its gradient is that of half of it. */
function squared({ scores, label, weight, pairs }: RoundViews, from: number, to: number, writes: boolean): number {
  let loss = 0;
  for (let i = from; i < to; i++) {
    const residual = scores[i]! - label[i]!;
    const own = weight[i]!;
    loss += own * residual * residual;
    if (!writes) continue;
    pairs[2 * i] = residual * own;
    pairs[2 * i + 1] = own;
  }
  return loss;
}

function absolute({ scores, label, weight, pairs }: RoundViews, from: number, to: number, writes: boolean): number {
  let loss = 0;
  for (let i = from; i < to; i++) {
    const residual = scores[i]! - label[i]!;
    const own = weight[i]!;
    loss += own * Math.abs(residual);
    if (!writes) continue;
    pairs[2 * i] = Math.sign(residual) * own;
    pairs[2 * i + 1] = own;
  }
  return loss;
}

/** Huber (1964): half the square up to `delta`, a line beyond. */
function huber(delta: number): RowLoss {
  return ({ scores, label, weight, pairs }, from, to, writes) => {
    let loss = 0;
    for (let i = from; i < to; i++) {
      const residual = scores[i]! - label[i]!;
      const size = Math.abs(residual);
      const own = weight[i]!;
      loss += own * (size <= delta ? (residual * residual) / 2 : delta * (size - delta / 2));
      if (!writes) continue;
      pairs[2 * i] = Math.max(-delta, Math.min(delta, residual)) * own;
      pairs[2 * i + 1] = own;
    }
    return loss;
  };
}
