// Shared parts in; the trades per second of open time of the present candle out.

import { TradeRate } from '../indicators/trade-rate.ts';
import type { SharedParts } from '../shared-parts.ts';

export function tradeRateOfCandles(shared: SharedParts): TradeRate {
  return shared.part('trade rate', () => new TradeRate(), {
    candle: (rate, candle, session) => rate.push(candle, session),
  });
}
