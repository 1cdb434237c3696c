// The rows of one instant in the order of what stands in them.

/** Up to so many rows are sorted by moving each to its place: it takes no memory, and instants are short. */
const SHORT = 24;

/** Row numbers, in memory that is used again for the next instant. */
export class SortedRows {
  count = 0;
  rows = new Uint32Array(SHORT);

  /** The rows from `start` up to `end`, ascending by `keys`; equal ones keep their sequence. */
  sort(keys: readonly Float64Array[], start: number, end: number): void {
    this.count = end - start;
    if (this.rows.length < this.count) this.rows = new Uint32Array(2 * this.count);
    const { rows, count } = this;
    let isSorted = true;
    for (let index = 0; index < count; index++) {
      rows[index] = start + index;
      if (index > 0 && isSorted) isSorted = compareRows(keys, start + index - 1, keys, start + index) <= 0;
    }
    if (isSorted) return;
    if (count <= SHORT) sortShort(rows, count, keys);
    else rows.subarray(0, count).sort((x, y) => compareRows(keys, x, keys, y) || x - y);
  }
}

function sortShort(rows: Uint32Array, count: number, keys: readonly Float64Array[]): void {
  for (let index = 1; index < count; index++) {
    const row = rows[index]!;
    let to = index;
    while (to > 0 && compareRows(keys, rows[to - 1]!, keys, row) > 0) {
      rows[to] = rows[to - 1]!;
      to--;
    }
    rows[to] = row;
  }
}

/** By the first column in which they differ: below 0, 0 or above 0. */
export function compareRows(
  a: readonly Float64Array[],
  rowA: number,
  b: readonly Float64Array[],
  rowB: number,
): number {
  for (let column = 0; column < a.length; column++) {
    const x = a[column]![rowA]!;
    const y = b[column]![rowB]!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
