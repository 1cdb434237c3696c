// How many of how many and a random stream in; the numbers drawn, ascending, out.

import type { Random } from '../../../simulation/random.ts';

/** `count` of 0 to `total` - 1, each set of them as likely (selection sampling: Knuth, TAOCP 2, algorithm 3.4.2 S). */
export function drawWithout(total: number, count: number, random: Random): Uint32Array {
  const drawn = new Uint32Array(count);
  let taken = 0;
  for (let at = 0; taken < count; at++) {
    if ((total - at) * random.float() < count - taken) {
      drawn[taken] = at;
      taken += 1;
    }
  }
  return drawn;
}

/** `total` numbers of 0 to `total` - 1, drawn one by one with replacement, ascending. */
export function drawWith(total: number, random: Random): Uint32Array {
  const times = new Uint32Array(total);
  for (let i = 0; i < total; i++) {
    const at = random.integer(total);
    times[at] = times[at]! + 1;
  }
  const drawn = new Uint32Array(total);
  let end = 0;
  for (let at = 0; at < total; at++) {
    drawn.fill(at, end, end + times[at]!);
    end += times[at]!;
  }
  return drawn;
}
