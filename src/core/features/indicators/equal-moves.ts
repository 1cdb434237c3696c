// Prices in; how many of the newest one-candle moves in points are equal to each other out.

import type { GapFreePrices } from './gap-free-prices.ts';

/**
 * Two moves count as equal where they differ by less than the rounding of four prices: a tick of 0.005 has no exact binary number, and any
 * tick is far larger than that.
 */
export class EqualMoves {
  /** 0 where there is no move, after a price of 0 or below. */
  count = 0;
  private before = Number.NaN;

  push(prices: GapFreePrices): void {
    if (!prices.has(1)) {
      this.count = 0;
      return;
    }
    const move = prices.difference(1);
    const isEqual = this.count > 0 && Math.abs(move - this.before) <= 4 * Number.EPSILON * prices.close(0);
    this.count = isEqual ? this.count + 1 : 1;
    this.before = move;
  }
}
