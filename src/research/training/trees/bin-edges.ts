// Sorted values of a column with their weights in; the greatest value of each bin, which is the threshold of a split after it, out.

/** Of the last bin: every number is at most this. */
const FLOAT32_MAX = 3.4028234663852886e38;

/**
 * Few distinct values get a bin each. Of more, values that weigh as much as a bin get one of their own and the rest is cut into bins of
 * about equal weight. Between two values a < b the threshold is a float32 t with a <= t < b, near their middle, so that `x <= t`
 * says the same of a raw value as of its bin.
 *
 * `sorted` holds `count` finite float32 values, ascending; `weights` as many numbers above 0, or none for 1 each. Writes to `edges`
 * (256, rest +Infinity) and gives the number of bins, 1 to `bins`.
 */
export function binEdges(
  sorted: Float32Array,
  weights: Float64Array | undefined,
  count: number,
  bins: number,
  edges: Float32Array,
): number {
  edges.fill(Number.POSITIVE_INFINITY);
  const { values, sums, found } = distinct(sorted, weights, count);
  const cuts = found <= bins ? everyValue(found) : equalWeight(sums, found, bins);
  cuts.forEach((at, bin) => {
    edges[bin] = between(values[at]!, values[at + 1]!);
  });
  edges[cuts.length] = FLOAT32_MAX;
  return cuts.length + 1;
}

function distinct(sorted: Float32Array, weights: Float64Array | undefined, count: number) {
  const values = new Float32Array(count);
  const sums = new Float64Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) {
      values[found] = sorted[i]!;
      found += 1;
    }
    sums[found - 1] = sums[found - 1]! + (weights === undefined ? 1 : weights[i]!);
  }
  return { values, sums, found };
}

/** Places of the values after which a bin ends, without the last. */
function everyValue(count: number): readonly number[] {
  return Array.from({ length: Math.max(0, count - 1) }, (_, at) => at);
}

function equalWeight(sums: Float64Array, found: number, bins: number): readonly number[] {
  const cuts: number[] = [];
  let rest = sums.reduce((sum, weight) => sum + weight, 0);
  let own = 0;
  for (let at = 0; at + 1 < found && cuts.length + 1 < bins; at++) {
    own += sums[at]!;
    const target = rest / (bins - cuts.length);
    const next = sums[at + 1]!;
    // a heavy value begins a bin of its own, and what is nearer to the target without the next value ends before it
    if (own >= target || next >= target || own + next / 2 > target) {
      cuts.push(at);
      rest -= own;
      own = 0;
    }
  }
  return cuts;
}

function between(low: number, high: number): number {
  const middle = Math.fround(low / 2 + high / 2);
  return middle >= low && middle < high ? middle : low;
}
