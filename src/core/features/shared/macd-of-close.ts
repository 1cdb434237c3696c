// Shared parts and three periods in; MACD line, signal and histogram of closes in points out.

import { Macd } from '../indicators/macd.ts';
import type { SharedParts } from '../shared-parts.ts';

/** `fast` must be below `slow`; continues over the start of a session. */
export function macdOfClose(shared: SharedParts, fast: number, slow: number, signal: number): Macd {
  return shared.part(`macd ${fast} ${slow} ${signal} of close`, () => new Macd(fast, slow, signal), {
    candle: (macd, candle) => macd.push(candle.close),
  });
}
