// Takes seeded random numbers; writes places of days or trades into an array: by blocks, shuffled, or each drawn anew.

import type { Random } from '../../simulation/random.ts';

/** Fills all of `into` with places 0 to its length − 1. Allocates nothing. */
export type Reorder = (random: Random, into: Int32Array) => void;

/**
 * Blocks that begin anywhere and go on, past the end at the start again, each day ending with probability 1 ÷ `length`: the stationary bootstrap of
 * D. Politis and J. Romano, JASA 89 (1994). `length` is 1 or more; 1 draws each day anew.
 */
export function byBlocks(length: number): Reorder {
  // the number of days of a block is geometric: one logarithm for each block, not a draw for each day
  const scale = length > 1 ? 1 / Math.log1p(-1 / length) : 0;
  return (random, into) => {
    const count = into.length;
    for (let at = 0; at < count; ) {
      let place = random.integer(count);
      const days = scale === 0 ? 1 : 1 + Math.floor(Math.log(1 - random.float()) * scale);
      const end = Math.min(count, at + days);
      for (; at < end; at += 1) {
        into[at] = place;
        place = place + 1 === count ? 0 : place + 1;
      }
    }
  };
}

/** Each drawn anew from all: some come twice, some never. */
export const withReplacement: Reorder = (random, into) => {
  for (let at = 0; at < into.length; at += 1) into[at] = random.integer(into.length);
};

/** All of them in another order, each order as likely (R. Fisher and F. Yates 1938). */
export const shuffled: Reorder = (random, into) => {
  for (let at = 0; at < into.length; at += 1) {
    const other = random.integer(at + 1);
    into[at] = into[other]!;
    into[other] = at;
  }
};
