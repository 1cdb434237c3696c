// Takes numbers, which it reorders, and how many of them count; gives the middle one, in time proportional to their number.

/** The upper middle of the first `length` values; undefined for none. Source: C. A. R. Hoare, "Find", CACM 4 (1961). */
export function medianOf(values: Float64Array | number[], length: number = values.length): number | undefined {
  if (length === 0) return undefined;
  const wanted = length >>> 1;
  let from = 0;
  let to = length - 1;
  while (from < to) {
    const pivot = values[(from + to) >>> 1]!;
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low]! < pivot) low++;
      while (values[high]! > pivot) high--;
      if (low > high) break;
      const swapped = values[low]!;
      values[low++] = values[high]!;
      values[high--] = swapped;
    }
    if (wanted <= high) to = high;
    else if (wanted >= low) from = low;
    else break;
  }
  return values[wanted];
}
