// Shared parts and a period in; Wilder's relative strength index of closes out.

import { Rsi } from '../indicators/rsi.ts';
import type { SharedParts } from '../shared-parts.ts';

/** First at candle `period` + 1; continues over the start of a session. */
export function rsiOfClose(shared: SharedParts, period: number): Rsi {
  return shared.part(`rsi ${period} of close`, () => new Rsi(period), {
    candle: (rsi, candle) => rsi.push(candle.close),
  });
}
