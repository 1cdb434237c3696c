// A real CME session order by order: no unknown order, no crossed book in trading, and every fill at the front of its queue.
import { expect, it } from 'vitest';
import { noBookFaults } from '../../../src/core/candles/book-faults.ts';
import { OrderBook } from '../../../src/core/candles/order-book.ts';
import { OrderByOrderBook } from '../../../src/core/candles/order-by-order-book.ts';
import { OrdersToLevels } from '../../../src/core/candles/orders-to-levels.ts';
import { BOOK_ASK, BOOK_MORE } from '../../../src/core/market/event-record.ts';
import { ORDER_MORE, ORDER_SNAPSHOT, OrderAction } from '../../../src/core/market/order-message.ts';
import { readCmeOrders } from '../../support/cme-orders.ts';
import { feedOrders } from '../../support/order-messages.ts';
import { describeWithRealData } from '../../support/real-data.ts';

/** 2023-12-25 23:00:01 UTC: the opening auction is over. */
const TRADING_SECOND = 1_703_545_201;

describeWithRealData('ESH4 of 2023-12-25', ['cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz'], (path) => {
  const messages = readCmeOrders(path!);
  const { actions, flags, ids, receivedSeconds } = messages;

  it('makes a book without unknown orders, except in 7 fills', () => {
    const book = new OrderByOrderBook();
    feedOrders(book, messages);
    book.check();
    expect(messages.length).toBe(68_792);
    expect(flags.filter((each) => (each & ORDER_SNAPSHOT) !== 0)).toHaveLength(8725);
    expect(book.faults).toEqual({ ...noBookFaults(), unknownFills: 7, crossedEvents: book.faults.crossedEvents });
    expect([book.events, book.orders]).toEqual([47_022, 11_217]);
  });

  it('is never crossed or locked at the end of an event in trading, and one tick wide in 91 % of them', () => {
    const book = new OrderByOrderBook();
    const spreads = new Map<number, number>();
    for (let at = 0; at < messages.length; at++) {
      feedOrders(book, messages, at, at + 1);
      if (receivedSeconds[at]! < TRADING_SECOND || (flags[at]! & ORDER_MORE) !== 0) continue;
      const spread = book.asks.ticksAt(0)! - book.bids.ticksAt(0)!;
      spreads.set(spread, (spreads.get(spread) ?? 0) + 1);
    }
    expect(Object.fromEntries(spreads)).toEqual({ 1: 41_403, 2: 4123, 3: 35 });
    expect(41_403 + 4123 + 35).toBe(45_561);
  });

  it('fills orders first come first served: whoever is ahead of a filled order is named by the same event', () => {
    const book = new OrderByOrderBook();
    const named = new Set<number>();
    let ahead: number[] = [];
    let aggressor = 0;
    const counts = { fills: 0, behindOthers: 0, outOfTurn: 0 };
    for (let at = 0; at < messages.length; at++) {
      const id = ids[at]!;
      named.add(id);
      if (actions[at] === OrderAction.trade) aggressor = id;
      const side = book.sideOf(id);
      // an order at rest that is moved into the other side is the aggressor and is told as a fill too
      if (actions[at] === OrderAction.fill && id !== aggressor && side !== undefined) {
        const queue = (side === 'sell' ? book.asks : book.bids).idsOf(book.ticksOf(id)!);
        expect(queue.indexOf(id)).toBe(book.ordersAhead(id));
        counts.fills += 1;
        if (queue[0] !== id) counts.behindOthers += 1;
        ahead.push(...queue.slice(0, queue.indexOf(id)));
      }
      feedOrders(book, messages, at, at + 1);
      if ((flags[at]! & ORDER_MORE) !== 0) continue;
      counts.outOfTurn += ahead.filter((order) => !named.has(order)).length;
      ahead = [];
      aggressor = 0;
      named.clear();
    }
    expect(counts).toEqual({ fills: 6257, behindOthers: 3371, outOfTurn: 0 });
  });

  it('gives level changes that make the same levels at the end of every event', () => {
    const toLevels = new OrdersToLevels();
    const levels = new OrderBook();
    const { changes, book } = toLevels;
    let told = 0;
    for (let at = 0; at < messages.length; at++) {
      const { ticks, quantities } = messages;
      const ready = toLevels.apply(actions[at]!, flags[at]!, ids[at]!, ticks[at]!, quantities[at]!);
      for (let index = 0; index < ready; index++) {
        const side = (changes.flags[index]! & BOOK_ASK) === 0 ? levels.bids : levels.asks;
        side.set(changes.ticks[index]!, changes.quantities[index]!);
        expect((changes.flags[index]! & BOOK_MORE) === 0).toBe(index === ready - 1);
        told += 1;
      }
      if ((flags[at]! & ORDER_MORE) !== 0) continue;
      for (const [side, queues] of [[levels.bids, book.bids] as const, [levels.asks, book.asks] as const]) {
        if (side.levels !== queues.levels) expect(side.levels).toBe(queues.levels);
        for (let depth = 0; depth < 5; depth++) {
          if (side.ticksAt(depth) !== queues.ticksAt(depth) || side.quantityAt(depth) !== queues.quantityAt(depth)) {
            expect([at, side.ticksAt(depth), side.quantityAt(depth)]).toEqual([
              at,
              queues.ticksAt(depth),
              queues.quantityAt(depth),
            ]);
          }
        }
      }
    }
    for (let depth = 0; depth < book.asks.levels; depth++) {
      expect([levels.asks.ticksAt(depth), levels.asks.quantityAt(depth)]).toEqual([
        book.asks.ticksAt(depth),
        book.asks.quantityAt(depth),
      ]);
    }
    expect(told).toBeGreaterThan(50_000);
  });
});
