// Messages about single orders in; out the changes of price levels that each exchange event made, as a level book takes them.

import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../market/event-record.ts';
import { ORDER_MORE } from '../market/order-message.ts';
import { LevelChanges } from './level-changes.ts';
import { ABSENT, NumberTable } from './number-table.ts';
import { type BookWatcher, OrderByOrderBook } from './order-by-order-book.ts';

/**
 * A level that changed several times in an event is told once, as it is at the end, and one that is as it was before not at
 * all: between the messages of an event there is no book that anybody could see. The first change of an event that cleared
 * the book carries BOOK_CLEAR; where nothing rests after that, a row of no quantity at 0 does.
 */
export class OrdersToLevels implements BookWatcher {
  readonly book = new OrderByOrderBook(this);
  /** The changes of the event that ended last; they hold until the next message. */
  readonly changes = new LevelChanges();
  private readonly touched = new LevelChanges();
  private readonly bidsTouched = new NumberTable();
  private readonly asksTouched = new NumberTable();
  private isCleared = false;

  /** Takes one message; gives the number of `changes` that now stand ready: 0 within an event, or when it changed no level. */
  apply(action: number, flags: number, orderId: number, priceTicks: number, quantity: number): number {
    this.changes.length = 0;
    this.book.apply(action, flags, orderId, priceTicks, quantity);
    if ((flags & ORDER_MORE) === 0) this.endEvent();
    return this.changes.length;
  }

  levelChanges(isAsk: boolean, priceTicks: number, quantity: number, orders: number): void {
    const table = isAsk ? this.asksTouched : this.bidsTouched;
    if (table.get(priceTicks) !== ABSENT) return;
    table.set(priceTicks, this.touched.length);
    this.touched.push(isAsk ? BOOK_ASK : 0, priceTicks, quantity, orders);
  }

  bookClears(): void {
    this.isCleared = true;
    this.touched.length = 0;
    this.bidsTouched.clear();
    this.asksTouched.clear();
  }

  private endEvent(): void {
    const { touched, changes, book } = this;
    let clear = this.isCleared ? BOOK_CLEAR : 0;
    for (let at = 0; at < touched.length; at++) {
      const side = touched.flags[at]!;
      const ticks = touched.ticks[at]!;
      const queues = side === BOOK_ASK ? book.asks : book.bids;
      const quantity = queues.quantityOf(ticks);
      const orders = queues.ordersOf(ticks);
      (side === BOOK_ASK ? this.asksTouched : this.bidsTouched).remove(ticks);
      if (quantity === touched.quantities[at] && orders === touched.orders[at]) continue;
      changes.push(side | clear | BOOK_MORE, ticks, quantity, orders);
      clear = 0;
    }
    if (clear !== 0) changes.push(clear, 0, 0, 0);
    if (changes.length > 0) changes.flags[changes.length - 1]! &= ~BOOK_MORE;
    touched.length = 0;
    this.isCleared = false;
  }
}
