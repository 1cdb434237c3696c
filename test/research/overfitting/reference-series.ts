// Takes a seed and a length; gives the same numbers as the Python that made the reference values of these tests.

/**
 * Sums of four uniforms less 2, uniforms from x = (x · 1103515245 + 12345) mod 2^31, divided by 2^31. References were made by numpy 2.4 and
 * scipy 1.17 (`linkage(method='average')`, `linregress`, `rankdata`), and arch 8.0 (`optimal_block_length`).
 */
export function referenceSeries(seed: number, length: number): Float64Array {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 2 ** 31;
  };
  return Float64Array.from({ length }, () => uniform() + uniform() + uniform() + uniform() - 2);
}

/** Seven trials over 96 days: 3 is near 2, 6 near 5, 4 has a gain of 0.1 a day. */
export function referenceTrials(): readonly Float64Array[] {
  const trials = Array.from({ length: 7 }, (_, place) => referenceSeries(11 + place, 96));
  const mixed = (a: Float64Array, share: number, b: Float64Array) =>
    a.map((value, day) => share * value + (1 - share) * b[day]!);
  trials[2] = mixed(trials[1]!, 0.7, trials[2]!);
  trials[5] = mixed(trials[4]!, 0.6, trials[5]!);
  trials[3] = trials[3]!.map((value) => value + 0.1);
  return trials;
}
