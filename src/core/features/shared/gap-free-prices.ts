// Shared parts and a window in; the one chain of gap-free prices of a set, with room for moves over that window, out.

import { GapFreePrices } from '../indicators/gap-free-prices.ts';
import type { SharedParts } from '../shared-parts.ts';

/** `has(k)`, `ratio(k)`, `difference(k)` and `close(k)` for every k up to `candles`. */
export function gapFreePrices(shared: SharedParts, candles: number): GapFreePrices {
  const prices = shared.part('gap-free prices', () => new GapFreePrices(candles), {
    candle: (part, candle) => part.push(candle),
  });
  prices.reserve(candles);
  return prices;
}
