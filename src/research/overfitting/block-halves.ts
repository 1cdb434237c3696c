// Takes an even number of blocks; gives every way to take half of them, and how many ways there are.

/** Ways to take `taken` of `count`, exact up to 2^53. */
export function combinations(count: number, taken: number): number {
  let ways = 1;
  for (let at = 1; at <= taken; at += 1) ways = Math.round((ways * (count - taken + at)) / at);
  return ways;
}

/**
 * Half of all halves, each as bits (bit b: block b is in): those with block 0. The others are their complements. Up to 30 blocks.
 */
export function* halvesWithFirst(blocks: number): Generator<number> {
  const rest = blocks - 1;
  const chosen = blocks / 2 - 1;
  const end = 2 ** rest;
  let bits = 2 ** chosen - 1;
  while (bits < end) {
    yield bits * 2 + 1;
    if (bits === 0) return;
    // the next number with as many bits (R. Gosper, HAKMEM 175)
    const lowest = bits & -bits;
    const carried = bits + lowest;
    bits = carried + Math.floor((bits ^ carried) / lowest / 4);
  }
}
