// Whatever writing to a path of the user's threw in; where the file system refused, a UserError that names the option out.

import { UserError } from '../adapters/user-error.ts';

/** `field` is the option that gave the path. Any other error comes back as it is. */
export function unwritable(error: unknown, path: string, field: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  return new UserError({
    code: 'file-unwritable',
    message: `${path} cannot be written: ${error.message}`,
    file: path,
    field,
    fix: `Name a place that you may write to: --${field}`,
    cause: error,
  });
}
