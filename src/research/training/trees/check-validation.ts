// Rows to train on and rows to validate by in; an error where the second are not of the same kind.

import { UserError } from '../../../adapters/user-error.ts';
import { checkRows } from '../check-rows.ts';
import type { LabelledRows, Task } from '../trainer.ts';

/** @throws UserError `training-rows` */
export function checkValidation(validation: LabelledRows, rows: LabelledRows, outputs: number, task: Task): void {
  const isSame =
    validation.inputs.length === rows.inputs.length && rows.inputs.every((id, j) => id === validation.inputs[j]);
  if (!isSame) {
    throw new UserError({
      code: 'training-rows',
      message: 'The validation rows have other inputs',
      field: 'validation',
      fix: 'Give the same inputs in the same order',
    });
  }
  const classes = task === 'multiclass' ? outputs : undefined;
  checkRows(validation, { task, classes, missing: 'allowed', present: 'any' });
}
