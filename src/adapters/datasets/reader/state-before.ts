// The quotes and book changes of one instrument before an instant in; the records that tell the same at that instant out.

import { OrderBook } from '../../../core/candles/order-book.ts';
import { EventBatch } from '../../../core/market/event-batch.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE, F64_A, F64_B, F64_C, Kind } from '../../../core/market/event-record.ts';

const ORDERS_UNKNOWN = -1;
const SIDES = ['bids', 'asks'] as const;

/**
 * Levels are kept by the price itself: they have to be told apart and sorted, not counted in ticks, which of some instruments
 * nobody knows.
 */
export class StateBefore {
  /** Where the next event to be noted is written to. */
  readonly record = new EventBatch(1);
  private readonly contracts = new OrderBook();
  /** At the same prices, orders in the place of contracts; no level where their number is unknown. */
  private readonly orders = new OrderBook();
  private readonly quote = new EventBatch(1);
  /** Exchange time of the last change of the book; undefined while there was none. */
  private changedUs: number | undefined;
  private isInMessage = false;

  /** Takes the event in `record`, a quote or a book change. */
  note(): void {
    const { record } = this;
    if (record.kindAt(0) === Kind.quote) {
      this.quote.clear();
      this.quote.pushFrom(record, 0);
    } else {
      this.change(record.flagsAt(0), record.f64[F64_A]!, record.f64[F64_B]!, record.f64[F64_C]!);
      this.changedUs = record.exchangeTimeUsAt(0);
    }
  }

  /** Another contract begins: what is known is of the one before. */
  forget(): void {
    this.contracts.clear();
    this.orders.clear();
    this.quote.clear();
    this.changedUs = undefined;
    this.isInMessage = false;
  }

  /**
   * Appends the last quote, then the book as one message that clears it first, best levels first. They are received at
   * `timeUs` and keep the exchange time of the last event that is in them. A message that is not over at `timeUs` goes on
   * after them.
   */
  pushTo(batch: EventBatch, instrumentId: number, timeUs: number): void {
    if (this.quote.length > 0) receivedAt(batch, batch.pushFrom(this.quote, 0), timeUs);
    if (this.changedUs === undefined) return;
    let left = this.contracts.bids.levels + this.contracts.asks.levels;
    let flags = BOOK_CLEAR;
    const push = (side: number, price: number, quantity: number, orders: number): void => {
      const more = left > 0 || this.isInMessage ? BOOK_MORE : 0;
      const index = batch.pushBookChange(instrumentId, this.changedUs!, side | flags | more, price, quantity, orders);
      receivedAt(batch, index, timeUs);
      flags = 0;
    };
    if (left === 0) push(0, 0, 0, 0);
    for (const name of SIDES) {
      const side = this.contracts[name];
      for (let depth = 0; depth < side.levels; depth++) {
        const price = side.ticksAt(depth)!;
        left -= 1;
        const orders = this.orders[name].quantityOf(price) || ORDERS_UNKNOWN;
        push(name === 'asks' ? BOOK_ASK : 0, price, side.quantityAt(depth), orders);
      }
    }
  }

  private change(flags: number, price: number, quantity: number, orders: number): void {
    const { contracts } = this;
    if ((flags & BOOK_CLEAR) !== 0) {
      contracts.clear();
      this.orders.clear();
    }
    const name = (flags & BOOK_ASK) === 0 ? 'bids' : 'asks';
    contracts[name].set(price, quantity);
    this.orders[name].set(price, quantity > 0 ? orders : 0);
    this.isInMessage = (flags & BOOK_MORE) !== 0;
  }
}

function receivedAt(batch: EventBatch, index: number, timeUs: number): void {
  batch.stamp(index, batch.seqAt(index), timeUs);
}
