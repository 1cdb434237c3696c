// Takes two stretches of numbers of the same length; gives the sum of their products.

/** Four sums side by side: one alone would wait for each addition. Allocates nothing. */
export function dotProduct(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, count: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const fours = count - (count % 4);
  for (let at = 0; at < fours; at += 4) {
    first += a[aFrom + at]! * b[bFrom + at]!;
    second += a[aFrom + at + 1]! * b[bFrom + at + 1]!;
    third += a[aFrom + at + 2]! * b[bFrom + at + 2]!;
    fourth += a[aFrom + at + 3]! * b[bFrom + at + 3]!;
  }
  for (let at = fours; at < count; at += 1) first += a[aFrom + at]! * b[bFrom + at]!;
  return first + second + (third + fourth);
}
