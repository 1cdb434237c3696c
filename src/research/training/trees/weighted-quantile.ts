// Numbers and their weights in; the smallest number that has a share of the weight at or below it out.

/** Numbers of weight 0 count for nothing; some weight must be above 0. */
export function weightedQuantile(values: ArrayLike<number>, weights: ArrayLike<number>, share: number): number {
  const places = Array.from({ length: values.length }, (_, at) => at).filter((at) => weights[at]! > 0);
  places.sort((a, b) => values[a]! - values[b]! || a - b);
  let total = 0;
  for (const at of places) total += weights[at]!;
  let sum = 0;
  for (const at of places) {
    sum += weights[at]!;
    if (sum >= share * total) return values[at]!;
  }
  return values[places.at(-1)!]!;
}
