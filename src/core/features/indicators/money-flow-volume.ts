// A candle in; its volume weighted by where it closed in its range, in contracts, out.

import type { Candle } from '../../candles/candle.ts';

/** ((c − l) − (h − c)) / (h − l) × v: the whole volume at the high, minus it at the low; 0 for a candle without range (TA-Lib AD). */
export function moneyFlowVolume({ high, low, close, volume }: Candle): number {
  return high > low ? ((close - low - (high - close)) / (high - low)) * volume : 0;
}
