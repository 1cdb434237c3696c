// A number such as 5.454 and where it stands in; the error out that says that nothing in its file tells what it is.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';

export interface UnclearPlace {
  readonly line: number;
  readonly column: number;
  readonly field: string;
}

/** UserError `decimals-unclear`. */
export function decimalsUnclear(file: string, example: string, { line, column, field }: UnclearPlace): UserError {
  const whole = example.replace('.', '');
  return new UserError({
    code: 'decimals-unclear',
    message: `${basename(file)} does not tell whether the point in ${example} stands before decimals or thousands (${whole})`,
    file,
    line,
    column,
    field,
    fix: 'Describe the columns in a mapping, which says what the decimal mark is: qt import csv --mapping',
  });
}
