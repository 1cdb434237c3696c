// Shared parts and a period in; the sums of vortex movement and true range of candles out.

import { Vortex } from '../indicators/vortex.ts';
import type { SharedParts } from '../shared-parts.ts';
import { trueRangeOfCandles } from './true-range-of-candles.ts';

/** First at candle `period` + 1; continues over the start of a session. */
export function vortexOfCandles(shared: SharedParts, period: number): Vortex {
  const range = trueRangeOfCandles(shared);
  return shared.part(`vortex ${period}`, () => new Vortex(period), {
    candle: (vortex, candle) => vortex.push(candle, range),
  });
}
