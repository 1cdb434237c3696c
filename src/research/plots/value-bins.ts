// Numbers in; bins of them out, of equal counts or of equal width, into which every number falls exactly once.

/** `count`: about as many values in each; `width`: equally wide. */
export type Binning = 'count' | 'width';

export interface ValueBins {
  /** Ascending; one more than there are bins. A value belongs to the bin whose lower edge is at or below it, the highest to the last. */
  readonly edges: readonly number[];
  /** Index of the bin of each value; -1 where there is no value (NaN). */
  readonly binOf: Int32Array;
}

/**
 * At most `bins` of them: equal values stay together, so that there may be fewer. Of equal counts, where there are no more different
 * values than bins each has its own, however rare. No bin where there is no value.
 */
export function valueBins(values: Float64Array, bins: number, binning: Binning): ValueBins {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return { edges: [], binOf: new Int32Array(values.length).fill(-1) };
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const different = differentValues(sorted, bins);
  if (binning === 'count' && different !== undefined) {
    const edges = [...different, high];
    return { edges, binOf: Int32Array.from(values, (value) => binIndex(edges, value)) };
  }
  const at = (part: number): number =>
    binning === 'width' ? low + (high - low) * part : sorted[Math.floor(sorted.length * part)]!;
  const inner = Array.from({ length: bins - 1 }, (_, i) => at((i + 1) / bins)).filter((edge) => edge > low);
  const edges = [low, ...new Set(inner), high];
  return { edges, binOf: Int32Array.from(values, (value) => binIndex(edges, value)) };
}

/** Values of ascending ones, each once; undefined where there are more than `most`. */
function differentValues(sorted: Float64Array, most: number): readonly number[] | undefined {
  const found: number[] = [];
  for (const value of sorted) {
    if (found.at(-1) === value) continue;
    if (found.length === most) return undefined;
    found.push(value);
  }
  return found;
}

function binIndex(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return -1;
  let [low, above] = [0, edges.length - 1];
  while (above - low > 1) {
    const middle = (low + above) >>> 1;
    if (edges[middle]! <= value) low = middle;
    else above = middle;
  }
  return low;
}
