// Level changes in; a price-level book of two sorted arrays of objects out, as one writes it first: the peer of the real one.

import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../src/core/market/event-record.ts';

interface Level {
  readonly ticks: number;
  quantity: number;
}

/** No numbers are checked. What is asked at the end of each message is whether the best prices cross. */
export class ArrayLevelBook {
  crossedMessages = 0;
  /** From the best price outwards. */
  readonly bids: Level[] = [];
  readonly asks: Level[] = [];

  apply(flags: number, ticks: number, quantity: number): void {
    if ((flags & BOOK_CLEAR) !== 0) {
      this.bids.length = 0;
      this.asks.length = 0;
    }
    if ((flags & BOOK_ASK) === 0) set(this.bids, -1, ticks, quantity);
    else set(this.asks, 1, ticks, quantity);
    if ((flags & BOOK_MORE) !== 0) return;
    const [bid] = this.bids;
    const [ask] = this.asks;
    if (bid !== undefined && ask !== undefined && bid.ticks > ask.ticks) this.crossedMessages += 1;
  }
}

function set(levels: Level[], direction: 1 | -1, ticks: number, quantity: number): void {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((levels[middle]!.ticks - ticks) * direction < 0) low = middle + 1;
    else high = middle;
  }
  const isKnown = levels[low]?.ticks === ticks;
  if (quantity > 0 && isKnown) levels[low]!.quantity = quantity;
  else if (quantity > 0) levels.splice(low, 0, { ticks, quantity });
  else if (isKnown) levels.splice(low, 1);
}
