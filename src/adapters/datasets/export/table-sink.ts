// The contract of a file that is written table by table: all tables have the same columns, and the file is whole or not there.

import type { ColumnTable } from '../sql/column-table.ts';
import type { ColumnHead } from '../sql/typed-column.ts';

export interface SinkOptions {
  readonly path: string;
  /** Write over what stands there. */
  readonly replace: boolean;
  /** In the order of the file. A table without one of them has no values there; others of its columns are left out. */
  readonly columns: readonly ColumnHead[];
}

export interface TableSink {
  write(table: ColumnTable): void;
  /** Puts the file in its place. */
  finish(): void;
  /** Leaves nothing behind; without effect after `finish`. */
  discard(): void;
}

/** Writes all of it, or nothing. Returns the number of rows. */
export async function writeAll(sink: TableSink, tables: AsyncIterable<ColumnTable>): Promise<number> {
  let rows = 0;
  try {
    for await (const table of tables) {
      sink.write(table);
      rows += table.rows;
    }
    sink.finish();
    return rows;
  } finally {
    sink.discard();
  }
}
