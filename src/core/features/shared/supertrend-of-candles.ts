// Shared parts, a period and a multiple in; the supertrend line of candles and its direction out.

import { Supertrend } from '../indicators/supertrend.ts';
import type { SharedParts } from '../shared-parts.ts';
import { atrOfCandles } from './atr-of-candles.ts';

/** First at candle `period` + 1; continues over the start of a session. */
export function supertrendOfCandles(shared: SharedParts, period: number, multiple: number): Supertrend {
  const atr = atrOfCandles(shared, period);
  return shared.part(`supertrend ${period} ${multiple}`, () => new Supertrend(multiple), {
    candle: (trend, candle) => {
      if (atr.ready) trend.push(candle, atr);
    },
  });
}
