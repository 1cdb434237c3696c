// An objective of the user's own: raw scores of all rows in; how the loss changes with each, out.

import { UserError } from '../../../adapters/user-error.ts';

export interface ObjectiveRows {
  /** By output, then by row: score of output k and row i at `k * rows + i`. The arrays are read, never written. */
  readonly scores: Float64Array;
  readonly label: Float64Array;
  /** Sample weight times class weight. */
  readonly weight: Float64Array;
  readonly rows: number;
  readonly outputs: number;
}

export interface CustomObjective {
  /**
   * Writes the first derivative of the loss by each score, and a second derivative or a bound on it, 0 or more, in the layout of the
   * scores. Weights are the function's own affair. The same scores must give the same numbers.
   */
  readonly derivatives: (rows: ObjectiveRows, gradient: Float64Array, hessian: Float64Array) => void;
  /** Mean loss, for early stopping and reports: of the rows to train on or those to validate by. */
  readonly loss: (rows: ObjectiveRows) => number;
}

/** @throws UserError `bad-objective` for a derivative that cannot be used */
export function checkDerivatives(gradient: Float64Array, hessian: Float64Array, rows: number): void {
  for (let i = 0; i < gradient.length; i++) {
    const isGood = Number.isFinite(gradient[i]!) && hessian[i]! >= 0 && hessian[i]! < Number.POSITIVE_INFINITY;
    if (isGood) continue;
    throw new UserError({
      code: 'bad-objective',
      message: `the objective gave the derivatives ${gradient[i]} and ${hessian[i]} in row ${i % rows}`,
      field: 'objective',
      fix: 'Give numbers, the second one 0 or more: a bound on the second derivative where it can be negative',
    });
  }
}
