// Times of rows and a column of another frame in; the values that the other frame has at these times, as models are given them, out.

import { isMissing, type TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';

/** By row of the first: the row of the second at the same time, or −1. Both ascend. */
export function rowsByTime(times: Float64Array, others: Float64Array): Int32Array {
  let at = 0;
  return Int32Array.from(times, (time) => {
    while (at < others.length && others[at]! < time) at += 1;
    return others[at] === time ? at : -1;
  });
}

/** Float32, what a live model is given; NaN where there is no value. Undefined for a column that is not of numbers. */
export function floatsAt(column: TypedColumn, rows: Int32Array): Float32Array | undefined {
  if (column.kind === 'text' || column.kind === 'boolean') return undefined;
  return Float32Array.from(rows, (row) =>
    row < 0 || isMissing(column, row) ? Number.NaN : Number(column.values[row]!),
  );
}

/** By row; NaN where a column has no value. Undefined where it is not of so many rows. */
export function numbersOf(given: TypedColumn | ArrayLike<number | undefined>, rows: number): Float64Array | undefined {
  const isColumn = 'kind' in given;
  const values: ArrayLike<number | bigint | undefined> = isColumn ? given.values : given;
  if (values.length !== rows) return undefined;
  return Float64Array.from({ length: rows }, (_, row) =>
    isColumn && isMissing(given, row) ? Number.NaN : Number(values[row]),
  );
}
