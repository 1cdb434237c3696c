// Rows of one part as growable columns of numbers: importers write by row index, the store reads whole columns.

import type { ColumnSpec } from './schema.ts';

/** Columns by name, all of one length. Integers up to 2^53 stand exactly in a Float64Array. */
export type PartColumns = Readonly<Record<string, Float64Array>>;

/** Small, since a file may hold thousands of instruments that trade a few times a day; kinds without rows take no room. */
const FIRST_ROWS = 64;
const NO_ROWS = new Float64Array(0);

/** Columns in the order of the specs. `columns[c][row]` is written directly after `add()`. */
export class RowBuffer {
  length = 0;
  readonly columns: Float64Array[];
  private readonly specs: readonly ColumnSpec[];
  private readonly kept: readonly boolean[];
  private capacity = 0;

  /** Optional columns that `filled` does not name take no room: what is written to them is dropped. */
  constructor(specs: readonly ColumnSpec[], filled: ReadonlySet<string>) {
    this.specs = specs;
    this.kept = specs.map(({ name, optional }) => !optional || filled.has(name));
    this.columns = this.kept.map(() => NO_ROWS);
  }

  /** Makes room for a row and returns its index; its values are 0 until written. */
  add(): number {
    const row = this.length++;
    if (row === this.capacity) this.grow();
    return row;
  }

  /** The columns cut to the rows present. The views share the buffer's memory. */
  take(): PartColumns {
    const columns: Record<string, Float64Array> = {};
    for (const [index, spec] of this.specs.entries()) {
      if (this.kept[index]!) columns[spec.name] = this.columns[index]!.subarray(0, this.length);
    }
    return columns;
  }

  /** Turns the order of the rows round. */
  reverse(): void {
    for (const [index, column] of this.columns.entries())
      if (this.kept[index]!) column.subarray(0, this.length).reverse();
  }

  /** Puts the rows in the order of `rows`, indices of all present rows. */
  reorder(rows: Uint32Array): void {
    for (const [index, column] of this.columns.entries()) {
      if (!this.kept[index]!) continue;
      const moved = new Float64Array(this.capacity);
      for (let to = 0; to < rows.length; to++) moved[to] = column[rows[to]!]!;
      this.columns[index] = moved;
    }
  }

  private grow(): void {
    this.capacity = Math.max(FIRST_ROWS, 2 * this.capacity);
    for (const [index, column] of this.columns.entries()) {
      if (!this.kept[index]!) continue;
      const larger = new Float64Array(this.capacity);
      larger.set(column);
      this.columns[index] = larger;
    }
  }
}
