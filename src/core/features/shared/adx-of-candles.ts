// Shared parts and a period in; Wilder's +DI, −DI and ADX of candles out.

import { Adx } from '../indicators/adx.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Directions first at candle `period` + 1, ADX at candle 2 × `period`; continues over the start of a session. */
export function adxOfCandles(shared: SharedParts, period: number): Adx {
  return shared.part(`adx ${period}`, () => new Adx(period), {
    candle: (movement, candle) => movement.push(candle.high, candle.low, candle.close),
  });
}
