// The options of kinds `logistic` and `ridge` in; the same, proven to be in their ranges, out.

import { UserError } from '../../../adapters/user-error.ts';
import type { ClassWeights } from '../class-weights.ts';
import type { TrainOptions } from '../trainer.ts';

export interface LogisticOptions extends TrainOptions {
  /** Task `binary` or `multiclass`. Loss: weighted mean of −ln P(label) + l2/2 |W|² + l1 |W|₁ over standardised inputs; default 0.001. */
  readonly l2?: number | undefined;
  /** Above 0 sets weights of inputs that tell little to exactly 0; default 0. */
  readonly l1?: number | undefined;
  readonly classWeights?: ClassWeights | undefined;
}

export interface RidgeOptions extends TrainOptions {
  /** Task `regression`. Loss: weighted mean of the squared error + l2 |W|² over standardised inputs; default 0.001. */
  readonly l2?: number | undefined;
}

export const DEFAULT_L2 = 0.001;

/** @throws UserError `bad-option` */
export function checkLinearOptions(kind: 'logistic' | 'ridge', { task, l2, l1 = 0 }: LogisticOptions): void {
  if ((task === 'regression') !== (kind === 'ridge')) {
    const fix = kind === 'ridge' ? 'Use logistic for classes' : 'Use ridge for numbers';
    throw new UserError({ code: 'bad-option', message: `${kind} cannot learn the task ${task}`, field: 'task', fix });
  }
  for (const [field, value] of Object.entries({ l2: l2 ?? DEFAULT_L2, l1 })) {
    if (value >= 0 && value < 1e30) continue;
    throw new UserError({ code: 'bad-option', message: `${field} is ${value}`, field, fix: 'Give 0 or more' });
  }
}
