// A ring of numbers in; the percentile rank of the newest among them out.

import type { Ring } from './ring.ts';

/** 0..1: (numbers below the newest + half of those equal to it) / (size − 1), the newest itself left out. Needs a size of at least 2. */
export function rankOfNewest(values: Ring): number {
  const newest = values.at(0);
  let halves = 0;
  for (let i = 1; i < values.size; i++) {
    const other = values.at(i);
    if (other < newest) halves += 2;
    else if (other === newest) halves++;
  }
  return halves / (2 * (values.size - 1));
}
