// Whatever working on a notebook threw in; what is wrong with the notebook as a UserError out.

import { UserError } from '../adapters/user-error.ts';
import { NotebookError } from '../kernel/notebook/notebook-error.ts';

/** Any other error comes back as it is. */
export function notebookFault(error: unknown): unknown {
  if (!(error instanceof NotebookError)) return error;
  const { code, message, fix, file, cause } = error;
  // a parameter that is not there is a value that the option cannot have
  const isOption = code === 'parameter-unknown';
  return new UserError({
    ...{ code: isOption ? 'bad-option' : code, message, fix, file, cause },
    field: isOption ? 'parameter' : undefined,
  });
}
