// Shared parts and a period in; the exponential moving average of high − low in points, and the average of that average, out.

import { Ema } from '../indicators/ema.ts';
import type { SharedParts } from '../shared-parts.ts';

/** First at candle `period`; continues over the start of a session. */
export function emaOfRange(shared: SharedParts, period: number): Ema {
  return shared.part(`ema ${period} of range`, () => new Ema(period), {
    candle: (average, candle) => average.push(candle.high - candle.low),
  });
}

/** The average of the average, begun at its first value: first at candle 2 × `period` − 1. */
export function emaTwiceOfRange(shared: SharedParts, period: number): Ema {
  const once = emaOfRange(shared, period);
  return shared.part(`ema ${period} twice of range`, () => new Ema(period), {
    candle: (average) => {
      if (once.ready) average.push(once.value);
    },
  });
}
