// Named columns of one length, and rows taken out of them: as objects, by their places, or as a run.

import type { TypedColumn, Value } from './typed-column.ts';
import { markOf, valueAt } from './typed-column.ts';

export interface ColumnTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, TypedColumn>;
}

/** A row under the names of its columns; undefined where it has no value. */
export type Row = Readonly<Record<string, Value | undefined>>;

/** All rows as objects: for few rows, since objects take much room. */
export function rowsOf(table: ColumnTable): Row[] {
  const columns = [...table.columns];
  return Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(columns.map(([name, column]) => [name, valueAt(column, row)])),
  );
}

/** The rows at these places, in this order; -1 gives a row without values. */
export function takeRows(table: ColumnTable, places: Int32Array): ColumnTable {
  return mapColumns(table, places.length, (column) => takeColumn(column, places));
}

/** Rows from `start` up to, not including, `end`; shares the memory. */
export function sliceRows(table: ColumnTable, start: number, end: number): ColumnTable {
  return mapColumns(table, end - start, (column) => {
    const valid = column.valid?.subarray(start, end);
    return { ...column, values: column.values.subarray(start, end), valid: valid && markOf(valid) } as TypedColumn;
  });
}

/** The value at each place; none where the place is -1. */
export function takeColumn(column: TypedColumn, places: Int32Array): TypedColumn {
  const { values } = column;
  const taken = new (values.constructor as new (length: number) => typeof values)(places.length);
  const valid = new Uint8Array(places.length);
  for (let row = 0; row < places.length; row++) {
    const place = places[row]!;
    if (place < 0 || (column.valid !== undefined && column.valid[place] !== 1)) continue;
    taken[row] = values[place]!;
    valid[row] = 1;
  }
  return { ...column, values: taken, valid: markOf(valid) } as TypedColumn;
}

function mapColumns(table: ColumnTable, rows: number, change: (column: TypedColumn) => TypedColumn): ColumnTable {
  return { rows, columns: new Map([...table.columns].map(([name, column]) => [name, change(column)])) };
}
