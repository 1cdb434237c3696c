// The side of what is held, a price and what the market shows in; whether the market has come to that price out.

import type { Side } from '../../../core/market/side.ts';
import type { GuardQuote } from './guard-view.ts';

/** The last trade, or the nearer side of the book, is at the price or through it, against what is held. */
export function isThrough(side: Side, price: number, { last, bid, ask }: GuardQuote): boolean {
  const book = side === 'buy' ? ask : bid;
  return isAgainst(side, price, last, true) || isAgainst(side, price, book, true);
}

export function isAgainst(side: Side, price: number, seen: number | undefined, orAt: boolean): boolean {
  if (seen === undefined) return false;
  if (seen === price) return orAt;
  return side === 'buy' ? seen < price : seen > price;
}
