// Two books of the same moment in; the number of levels out in which they differ.

import type { BookSide, OrderBook } from './order-book.ts';

/** The prices a partial book knows about, in ticks, both ends included. */
export interface BookRange {
  readonly lowestBid: number;
  readonly highestAsk: number;
}

/** From the deepest bid to the deepest ask of a book; a side without levels is known to have none at any price. */
export function rangeOf(book: OrderBook): BookRange {
  const { bids, asks } = book;
  return {
    lowestBid: bids.levels === 0 ? Number.NEGATIVE_INFINITY : bids.ticksAt(bids.levels - 1)!,
    highestAsk: asks.levels === 0 ? Number.POSITIVE_INFINITY : asks.ticksAt(asks.levels - 1)!,
  };
}

/** Levels in the range that only one of them has, or that have another quantity. */
export function differingLevels(a: OrderBook, b: OrderBook, range: BookRange): number {
  return differingInSide(a.bids, b.bids, -1, range.lowestBid) + differingInSide(a.asks, b.asks, 1, range.highestAsk);
}

function differingInSide(a: BookSide, b: BookSide, direction: 1 | -1, last: number): number {
  let differing = 0;
  let inA = 0;
  let inB = 0;
  for (;;) {
    // what is beyond the range, or not there, is farther than anything
    const aheadA = distance(a.ticksAt(inA), direction, last);
    const aheadB = distance(b.ticksAt(inB), direction, last);
    if (aheadA === Number.POSITIVE_INFINITY && aheadB === Number.POSITIVE_INFINITY) return differing;
    if (aheadA !== aheadB || a.quantityAt(inA) !== b.quantityAt(inB)) differing += 1;
    if (aheadA <= aheadB) inA += 1;
    if (aheadB <= aheadA) inB += 1;
  }
}

function distance(ticks: number | undefined, direction: 1 | -1, last: number): number {
  return ticks === undefined || (ticks - last) * direction > 0 ? Number.POSITIVE_INFINITY : ticks * direction;
}
