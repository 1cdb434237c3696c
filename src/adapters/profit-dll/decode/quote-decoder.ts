// Best prices of one instrument, one side at a time, in; quotes with both sides out.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../core/market/event-record.ts';
import { isOnGrid, priceAt, tickAt } from '../../../core/market/price-grid.ts';
import { TINY_BOOK } from '../feed/feed-record.ts';
import type { Arrival } from './arrival.ts';
import type { DecodeCounters } from './decode-counters.ts';
import type { FollowedInstrument } from './feed-facts.ts';

/** Side of a book as the vendor numbers it. */
export const BOOK_BUY = 0;
export const BOOK_SELL = 1;

/** The vendor tells no time: a quote's exchange time is when it was received. */
export class QuoteDecoder {
  private readonly instrument: FollowedInstrument;
  private readonly counters: DecodeCounters;
  private flags = 0;
  private bid = 0;
  private ask = 0;
  private bidSize = 0;
  private askSize = 0;

  constructor(instrument: FollowedInstrument, counters: DecodeCounters) {
    this.instrument = instrument;
    this.counters = counters;
  }

  /** What was known may no longer hold: sides come back one by one. */
  forget(): void {
    this.flags = 0;
    this.bid = 0;
    this.ask = 0;
    this.bidSize = 0;
    this.askSize = 0;
  }

  take(view: DataView, at: number, arrival: Arrival, batch: EventBatch): void {
    const price = view.getFloat64(at + TINY_BOOK.price, true);
    const quantity = view.getInt32(at + TINY_BOOK.quantity, true);
    const side = view.getInt32(at + TINY_BOOK.side, true);
    if (side !== BOOK_BUY && side !== BOOK_SELL) {
      this.counters.badBooks += 1;
      return;
    }
    // no price, or the theoretical one of an auction: nobody rests on that side
    const isThere = price > 0 && price < Number.POSITIVE_INFINITY && quantity > 0;
    const { grid } = this.instrument;
    if (isThere && !isOnGrid(grid, price)) {
      this.counters.offGrid += 1;
      return;
    }
    const snapped = isThere ? priceAt(grid, tickAt(grid, price)) : 0;
    const size = isThere ? quantity : 0;
    const flag = side === BOOK_BUY ? QUOTE_HAS_BID : QUOTE_HAS_ASK;
    this.flags = isThere ? this.flags | flag | QUOTE_HAS_SIZES : this.flags & ~flag;
    if (side === BOOK_BUY) {
      this.bid = snapped;
      this.bidSize = size;
    } else {
      this.ask = snapped;
      this.askSize = size;
    }
    batch.pushQuote(
      this.instrument.instrumentId,
      arrival.us,
      this.flags,
      this.bid,
      this.ask,
      this.bidSize,
      this.askSize,
    );
    this.counters.quotes += 1;
  }
}
