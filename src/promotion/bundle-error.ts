// Takes why code cannot be bundled and where; gives the error for the user.

import { UserError } from '../adapters/user-error.ts';

export interface BundlePlace {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly field?: string | undefined;
}

/** `bundle-import` an import that a strategy may not have, `bundle-global` a global, `bundle-code` all else. */
export function bundleError(
  code: 'bundle-import' | 'bundle-global' | 'bundle-code',
  message: string,
  fix: string,
  place: BundlePlace = {},
): UserError {
  return new UserError({ code, message, fix, ...place });
}
