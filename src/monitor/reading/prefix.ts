// Rows in the order of their events and a place among the events in; how many of them were known there out.

/** Rows with a seq up to this one. */
export function upperBound(rows: readonly { readonly seq: number }[], seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
