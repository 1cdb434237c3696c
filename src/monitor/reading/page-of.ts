// The newest rows of a list, one more than wanted, in; a page of it out, which says where the next begins.

import type { Page } from '../view/session-view.ts';

/** @param found newest first, up to `limit` + 1 */
export function pageOf<T extends { readonly id: number }>(found: readonly T[], limit: number): Page<T> {
  const rows = found.slice(0, limit);
  return { rows, before: found.length > limit ? rows.at(-1)!.id : null };
}
