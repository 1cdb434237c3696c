// Order messages turned into level changes: each event told once, as it ends, and a level book fed with them is the same book.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderBook } from '../../../src/core/candles/order-book.ts';
import { OrdersToLevels } from '../../../src/core/candles/orders-to-levels.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../../../src/core/market/event-record.ts';
import { ORDER_ASK, ORDER_MORE, ORDER_NO_SIDE, OrderAction } from '../../../src/core/market/order-message.ts';
import { NaiveOrderBook } from '../../support/naive-order-book.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const { add, modify, cancel, execute, remove, trade, clear } = OrderAction;

const message = fc.record({
  action: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(add, add, modify, cancel, execute, remove, trade) },
    { weight: 1, arbitrary: fc.constant(clear) },
  ),
  flags: fc
    .tuple(fc.constantFrom(0, ORDER_ASK), fc.constantFrom(0, ORDER_MORE, ORDER_MORE))
    .map(([side, more]) => side | more),
  id: fc.integer({ min: 1, max: 12 }),
  ticks: fc.integer({ min: -2, max: 3 }),
  quantity: fc.integer({ min: 1, max: 4 }),
});

interface Change {
  readonly flags: number;
  readonly ticks: number;
  readonly quantity: number;
  readonly orders: number;
}

function changesAfter(toLevels: OrdersToLevels, messages: readonly (readonly number[])[]): readonly Change[] {
  let ready = 0;
  for (const [action, flags, id, ticks, quantity] of messages) {
    ready = toLevels.apply(action!, flags!, id!, ticks!, quantity!);
  }
  const { flags, ticks, quantities, orders } = toLevels.changes;
  return Array.from({ length: ready }, (_, at) => ({
    flags: flags[at]!,
    ticks: ticks[at]!,
    quantity: quantities[at]!,
    orders: orders[at]!,
  }));
}

describe('orders turned into levels', () => {
  it('make the same book at the end of every event, by changes that each change something', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 150 }), (messages) => {
        const toLevels = new OrdersToLevels();
        const naive = new NaiveOrderBook();
        const levels = new OrderBook();
        const ordersAt = new Map<string, number>();
        for (const one of messages) {
          const ready = changesAfter(toLevels, [[one.action, one.flags, one.id, one.ticks, one.quantity]]);
          naive.apply(one);
          ready.forEach(({ flags, ticks, quantity, orders }, index) => {
            if ((flags & BOOK_CLEAR) !== 0) {
              expect(index).toBe(0);
              levels.clear();
              ordersAt.clear();
            }
            const side = (flags & BOOK_ASK) === 0 ? levels.bids : levels.asks;
            const key = `${flags & BOOK_ASK} ${ticks}`;
            const isNews = side.quantityOf(ticks) !== quantity || (ordersAt.get(key) ?? 0) !== orders;
            expect(isNews || (flags & BOOK_CLEAR) !== 0).toBe(true);
            expect((flags & BOOK_MORE) === 0).toBe(index === ready.length - 1);
            side.set(ticks, quantity);
            ordersAt.set(key, orders);
          });
          if ((one.flags & ORDER_MORE) !== 0) {
            expect(ready).toEqual([]);
            continue;
          }
          for (const [side, isAsk] of [[levels.bids, false] as const, [levels.asks, true] as const]) {
            const expected = naive.levels(isAsk);
            expect(Array.from({ length: side.levels }, (_, at) => [side.ticksAt(at), side.quantityAt(at)])).toEqual(
              expected.map(({ ticks, quantity }) => [ticks, quantity]),
            );
            for (const { ticks, ids } of expected) expect(ordersAt.get(`${Number(isAsk)} ${ticks}`)).toBe(ids.length);
          }
        }
      }),
      { seed: 53, numRuns: propertyRuns(150) },
    );
  });

  it('tell a level once that several messages of an event changed, at its end', () => {
    const toLevels = new OrdersToLevels();
    const changes = changesAfter(toLevels, [
      [add, ORDER_MORE, 1, 100, 5],
      [add, ORDER_MORE, 2, 100, 3],
      [add, ORDER_ASK | ORDER_MORE, 3, 101, 4],
      [cancel, 0, 1, 100, 1],
    ]);
    expect(changes).toEqual([
      { flags: BOOK_MORE, ticks: 100, quantity: 7, orders: 2 },
      { flags: BOOK_ASK, ticks: 101, quantity: 4, orders: 1 },
    ]);
  });

  it('tell nothing of a level that is at the end as it was before, and close the event all the same', () => {
    const toLevels = new OrdersToLevels();
    changesAfter(toLevels, [[add, 0, 1, 100, 5]]);
    const changes = changesAfter(toLevels, [
      [add, ORDER_ASK | ORDER_MORE, 3, 103, 4],
      [cancel, ORDER_MORE, 1, 100, 2],
      [add, ORDER_MORE, 2, 102, 3],
      [modify, ORDER_MORE, 1, 100, 5],
      [remove, ORDER_MORE, 2, 102, 3],
      [trade, 0, 0, 102, 3],
    ]);
    expect(changes).toEqual([{ flags: BOOK_ASK, ticks: 103, quantity: 4, orders: 1 }]);
    expect(changesAfter(toLevels, [[trade, 0, 0, 102, 3]])).toEqual([]);
  });

  it('tell both prices of an order that moves', () => {
    const toLevels = new OrdersToLevels();
    changesAfter(toLevels, [[add, 0, 1, 100, 5]]);
    expect(changesAfter(toLevels, [[modify, 0, 1, 101, 5]])).toEqual([
      { flags: BOOK_MORE, ticks: 100, quantity: 0, orders: 0 },
      { flags: 0, ticks: 101, quantity: 5, orders: 1 },
    ]);
  });

  it('clear the book with the first change after it, or alone where nothing rests', () => {
    const toLevels = new OrdersToLevels();
    changesAfter(toLevels, [[add, 0, 1, 100, 5]]);
    const refilled = [
      [clear, ORDER_NO_SIDE | ORDER_MORE, 0, 0, 0],
      [add, ORDER_ASK, 1, 100, 5],
    ];
    expect(changesAfter(toLevels, refilled)).toEqual([
      { flags: BOOK_ASK | BOOK_CLEAR, ticks: 100, quantity: 5, orders: 1 },
    ]);
    expect(changesAfter(toLevels, [[clear, ORDER_NO_SIDE, 0, 0, 0]])).toEqual([
      { flags: BOOK_CLEAR, ticks: 0, quantity: 0, orders: 0 },
    ]);
    expect(changesAfter(toLevels, [[add, 0, 1, 100, 5]])).toEqual([{ flags: 0, ticks: 100, quantity: 5, orders: 1 }]);
  });

  it('tell a snapshot of thousands of orders as one event', () => {
    const toLevels = new OrdersToLevels();
    const orders = Array.from({ length: 5000 }, (_, id) => [add, ORDER_MORE, id + 1, id % 1000, 1]);
    const changes = changesAfter(toLevels, [...orders, [trade, 0, 0, 0, 1]]);
    expect(changes).toHaveLength(1000);
    expect(changes.every(({ quantity, orders: count }) => quantity === 5 && count === 5)).toBe(true);
    expect(changes.filter(({ flags }) => (flags & BOOK_MORE) === 0)).toEqual([changes[999]]);
  });
});
