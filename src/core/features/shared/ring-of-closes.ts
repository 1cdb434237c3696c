// Shared parts and a number of candles in; the ring of the last close and of those up to so many candles before it out.

import { Ring } from '../indicators/ring.ts';
import type { SharedParts } from '../shared-parts.ts';

/** `full` once the close `candles` candles earlier is there, `at(candles)`: closes as traded, also over the start of a session. */
export function ringOfCloses(shared: SharedParts, candles: number): Ring {
  return shared.part(`ring of closes, ${candles} back`, () => new Ring(candles + 1), {
    candle: (ring, candle) => ring.push(candle.close),
  });
}
