// The rows of one kind of a day in; the same rows by time out, those of equal time by the number the exchange gave them.

import type { RowBuffer } from '../row-buffer.ts';

/** Time and order stand in these columns of every kind of ticks. */
const TIME = 0;
const ORDER = 1;

/** `by` is the column of the number; equal numbers keep their order. The `order` column is counted anew. */
export function sortRows(buffer: RowBuffer, by: number): void {
  if (isSorted(buffer, by)) return;
  const times = buffer.columns[TIME]!;
  const numbers = buffer.columns[by]!;
  const rows = Uint32Array.from({ length: buffer.length }, (_, row) => row);
  rows.sort((a, b) => times[a]! - times[b]! || numbers[a]! - numbers[b]! || a - b);
  buffer.reorder(rows);
  const order = buffer.columns[ORDER]!;
  for (let row = 0; row < buffer.length; row++) order[row] = row;
}

function isSorted({ columns, length }: RowBuffer, by: number): boolean {
  const times = columns[TIME]!;
  const numbers = columns[by]!;
  for (let row = 1; row < length; row++) {
    if (times[row]! < times[row - 1]!) return false;
    if (times[row] === times[row - 1] && numbers[row]! < numbers[row - 1]!) return false;
  }
  return true;
}
