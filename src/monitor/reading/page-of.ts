// The newest rows of a list, one more than wanted, in; a page of it out, which says where the next begins.

import type { Page } from '../view/session-view.ts';
import type { SqlRow } from './journal-rows.ts';

/** @param found newest first, up to `limit` + 1 */
export function pageOf<T extends { readonly id: number }>(found: readonly T[], limit: number): Page<T> {
  const rows = found.slice(0, limit);
  return { rows, before: found.length > limit ? rows.at(-1)!.id : null };
}

/** The same of rows that may hold anything: those that cannot be read are counted. */
export function readPageOf<T>(found: readonly SqlRow[], limit: number, read: (row: SqlRow) => T): Page<T> {
  const rows = found.slice(0, limit);
  const readable = readableOf(rows, read);
  const leftOut = rows.length - readable.length;
  const before = found.length > limit ? Number(rows.at(-1)!.id) : null;
  return { rows: readable, before, ...(leftOut === 0 ? {} : { leftOut }) };
}

export function readableOf<R, T>(rows: readonly R[], read: (row: R) => T): readonly T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch {
      return [];
    }
  });
}
