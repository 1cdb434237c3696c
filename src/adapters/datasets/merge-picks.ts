// Rows picked from two files with the same columns to the columns of those rows.

import type { PartColumns } from './row-buffer.ts';

/** A pick is a row of the older file, or the number of the older file's rows plus a row of the newer one. */
export function pickedColumns(
  names: readonly string[],
  older: PartColumns,
  newer: PartColumns,
  picks: Uint32Array,
): Record<string, Float64Array> {
  const out: Record<string, Float64Array> = {};
  for (const name of names) out[name] = picked(older[name]!, newer[name]!, picks);
  return out;
}

function picked(older: Float64Array, newer: Float64Array, picks: Uint32Array): Float64Array {
  const out = new Float64Array(picks.length);
  const rows = older.length;
  for (let to = 0; to < picks.length; to++) {
    const pick = picks[to]!;
    out[to] = pick < rows ? older[pick]! : newer[pick - rows]!;
  }
  return out;
}

/** The first of the columns in which a row of one file differs from a row of the other; `EQUAL` where none does. */
export function differingColumn(
  older: readonly Float64Array[],
  row: number,
  newer: readonly Float64Array[],
  otherRow: number,
): number {
  for (let column = 0; column < older.length; column++) {
    if (older[column]![row] !== newer[column]![otherRow]) return column;
  }
  return EQUAL;
}

/** What `differingColumn` gives for equal rows. */
export const EQUAL = -1;
