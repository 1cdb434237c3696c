// A value for each row and the day of each row in; the mean of each day that has enough rows out.

/** Of the median day's rows: a day with fewer is a piece of a day, whose hours are not those of a whole one. */
const LEAST_SHARE = 0.25;

/** Rows that are NaN do not count; a day without enough others is left out. Days ascend as they do in `day`. */
export function dailyMeans(values: ArrayLike<number>, day: ArrayLike<number>): Float64Array {
  const [sums, counts]: [number[], number[]] = [[], []];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    const place = day[row]!;
    sums[place] = (sums[place] ?? 0) + value;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const sorted = counts.filter((count) => count > 0).sort((a, b) => a - b);
  const least = LEAST_SHARE * (sorted[Math.floor(sorted.length / 2)] ?? 0);
  const means = sums.map((sum, place) => (counts[place]! > least ? sum / counts[place]! : Number.NaN));
  return Float64Array.from(means.filter((mean) => !Number.isNaN(mean)));
}
