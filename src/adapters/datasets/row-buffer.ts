// Rows of one part as growable columns of numbers: importers write by row index, the store reads whole columns.

import type { ColumnSpec } from './schema.ts';

/** Columns by name, all of one length. Integers up to 2^53 stand exactly in a Float64Array. */
export type PartColumns = Readonly<Record<string, Float64Array>>;

const FIRST_ROWS = 1024;

/** Columns in the order of the specs. `columns[c][row]` is written directly after `add()`. */
export class RowBuffer {
  length = 0;
  readonly columns: Float64Array[];
  private readonly specs: readonly ColumnSpec[];

  constructor(specs: readonly ColumnSpec[]) {
    this.specs = specs;
    this.columns = specs.map(() => new Float64Array(FIRST_ROWS));
  }

  /** Makes room for a row and returns its index; its values are 0 until written. */
  add(): number {
    const row = this.length++;
    if (row === this.columns[0]!.length) this.grow();
    return row;
  }

  /** The columns cut to the rows present, without the ones named in `absent`. The views share the buffer's memory. */
  take(absent: ReadonlySet<string>): PartColumns {
    const columns: Record<string, Float64Array> = {};
    for (const [index, spec] of this.specs.entries()) {
      if (!absent.has(spec.name)) columns[spec.name] = this.columns[index]!.subarray(0, this.length);
    }
    return columns;
  }

  /** Turns the order of the rows round. */
  reverse(): void {
    for (const column of this.columns) column.subarray(0, this.length).reverse();
  }

  private grow(): void {
    for (const [index, column] of this.columns.entries()) {
      const larger = new Float64Array(column.length * 2);
      larger.set(column);
      this.columns[index] = larger;
    }
  }
}
