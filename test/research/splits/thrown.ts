// Something that should fail at once in; the UserError that it failed with out.

import { UserError } from '../../../src/adapters/user-error.ts';

export function thrown(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('expected a UserError, but all went well');
}
