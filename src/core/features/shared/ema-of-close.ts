// Shared parts and a period in; the exponential moving average of closes in points, and averages of that average, out.

import { Ema } from '../indicators/ema.ts';
import type { SharedParts } from '../shared-parts.ts';

/** First at candle `period`; continues over the start of a session. */
export function emaOfClose(shared: SharedParts, period: number): Ema {
  return shared.part(`ema ${period} of close`, () => new Ema(period), {
    candle: (average, candle) => average.push(candle.close),
  });
}

/** The average of the average, begun at its first value: first at candle 2 × `period` − 1. */
export function emaTwiceOfClose(shared: SharedParts, period: number): Ema {
  const once = emaOfClose(shared, period);
  return shared.part(`ema ${period} twice of close`, () => new Ema(period), {
    candle: (average) => {
      if (once.ready) average.push(once.value);
    },
  });
}

/** Once more: first at candle 3 × `period` − 2. */
export function emaThriceOfClose(shared: SharedParts, period: number): Ema {
  const twice = emaTwiceOfClose(shared, period);
  return shared.part(`ema ${period} thrice of close`, () => new Ema(period), {
    candle: (average) => {
      if (twice.ready) average.push(twice.value);
    },
  });
}
