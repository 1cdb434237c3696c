// The price that an entry may pay and the market as it stands in; what is wrong with it out: off the market, or no market at all.

import type { Side } from '../market/side.ts';

/** Prices of the traded instrument in integer ticks, as they are now; undefined where there is none, or none that can be right. */
export interface MarketPrices {
  readonly lastTicks: number | undefined;
  readonly bidTicks: number | undefined;
  readonly askTicks: number | undefined;
  /** Price limits of the day, where they are known. */
  readonly lowLimitTicks?: number | undefined;
  readonly highLimitTicks?: number | undefined;
}

function isPrice(ticks: number | undefined): ticks is number {
  return ticks !== undefined && Number.isSafeInteger(ticks) && ticks > 0;
}

/**
 * Why an entry at `ticks` is refused; undefined where it is not. `ticks` is the limit of a limit order, or where a market order is
 * expected to fill. A book that is there must be sound: not crossed, its spread within the collar.
 */
export function collarFault(
  side: Side,
  ticks: number,
  { lastTicks, bidTicks, askTicks }: MarketPrices,
  collarTicks: number,
): string | undefined {
  if (!isPrice(ticks)) return `the entry price is no price: tick ${ticks}`;
  if (!isPrice(lastTicks)) return 'there is no last price';
  if (!(collarTicks > 0)) return `the collar is no number of ticks: ${collarTicks}`;
  const off = Math.abs(ticks - lastTicks);
  if (off > collarTicks) return `the ${side} lies ${off} ticks from the last trade, ${collarTicks} are allowed`;
  if (bidTicks === undefined || askTicks === undefined) return undefined;
  if (!isPrice(bidTicks) || !isPrice(askTicks) || askTicks <= bidTicks)
    return `the book is no book: bid at tick ${bidTicks}, ask at tick ${askTicks}`;
  const spread = askTicks - bidTicks;
  if (spread > collarTicks) return `bid and ask are ${spread} ticks apart, ${collarTicks} are allowed`;
  return undefined;
}
