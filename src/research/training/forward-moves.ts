// Candles of a frame and a horizon in; what the price did next after each of them, as training labels it, out. It looks forward: research only.

import type { Frame } from '../frames/frame.ts';

/**
 * Points from the open of the next candle, the first price that could be had, to the close `horizonCandles` later. Undefined where the
 * day has no such candle: no move crosses a night. Takes the `candles` of `tradingData`. RangeError for a horizon that is none.
 */
export function forwardMoves(candles: Frame, horizonCandles: number): readonly (number | undefined)[] {
  if (!Number.isInteger(horizonCandles) || horizonCandles < 1) {
    throw new RangeError(`${horizonCandles} is no number of candles: write 1 or more`);
  }
  return Array.from({ length: candles.rows }, (_, row) => {
    const exit = row + horizonCandles;
    if (exit >= candles.rows || candles.at(exit, 'day') !== candles.at(row, 'day')) return undefined;
    const [entryPrice, exitPrice] = [candles.at(row + 1, 'open'), candles.at(exit, 'close')];
    return typeof entryPrice === 'number' && typeof exitPrice === 'number' ? exitPrice - entryPrice : undefined;
  });
}
