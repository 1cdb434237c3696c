// Order messages against a naive book: the same levels, queues, places and faults; the rules of priority; the limits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noBookFaults } from '../../../src/core/candles/book-faults.ts';
import { OrderByOrderBook } from '../../../src/core/candles/order-by-order-book.ts';
import { MAX_BOOK_ORDERS } from '../../../src/core/candles/order-nodes.ts';
import { MAX_BOOK_LEVELS } from '../../../src/core/candles/sorted-levels.ts';
import {
  ORDER_ASK,
  ORDER_MORE,
  ORDER_NO_SIDE,
  ORDER_SNAPSHOT,
  OrderAction,
} from '../../../src/core/market/order-message.ts';
import { NaiveOrderBook } from '../../support/naive-order-book.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const { add, modify, cancel, execute, remain, remove, trade, fill, clear, inform } = OrderAction;

/** Mostly sound messages about few orders at few prices; now and then one that no exchange should send. */
const message = fc.record({
  action: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(add, add, modify, cancel, execute, remain, remove, fill) },
    { weight: 3, arbitrary: fc.constantFrom(trade, inform) },
    { weight: 1, arbitrary: fc.constant(clear) },
  ),
  flags: fc
    .tuple(
      fc.constantFrom(0, ORDER_ASK),
      fc.constantFrom(0, 0, 0, ORDER_MORE),
      fc.oneof({ weight: 15, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(ORDER_SNAPSHOT) }),
      fc.oneof({ weight: 15, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(ORDER_NO_SIDE) }),
    )
    .map(([side, more, snapshot, noSide]) => side | more | snapshot | noSide),
  id: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 1, max: 25 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, -3, 2.5, Number.NaN, 2 ** 53 - 1) },
  ),
  ticks: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: -3, max: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom(0.5, Number.NaN, Number.POSITIVE_INFINITY) },
  ),
  quantity: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 1, max: 6 }) },
    { weight: 2, arbitrary: fc.constantFrom(0, -1, Number.NaN) },
  ),
});

function levelsOf(book: OrderByOrderBook, isAsk: boolean): unknown {
  const side = isAsk ? book.asks : book.bids;
  return Array.from({ length: side.levels }, (_, depth) => {
    const ticks = side.ticksAt(depth)!;
    expect([side.ordersAt(depth), side.quantityAt(depth)]).toEqual([side.ordersOf(ticks), side.quantityOf(ticks)]);
    expect(side.ordersAt(depth)).toBe(side.idsOf(ticks).length);
    return { ticks, quantity: side.quantityAt(depth), ids: side.idsOf(ticks) };
  });
}

function expectSame(book: OrderByOrderBook, naive: NaiveOrderBook): void {
  book.check();
  for (const isAsk of [false, true]) expect(levelsOf(book, isAsk)).toEqual(naive.levels(isAsk));
  expect([book.orders, book.events]).toEqual([naive.orders.length, naive.events]);
  expect(book.faults).toEqual(naive.faults);
  for (let id = 1; id <= 25; id++) {
    const order = naive.find(id);
    expect(book.sideOf(id)).toBe(order && (order.isAsk ? 'sell' : 'buy'));
    expect([book.ticksOf(id), book.quantityOf(id)]).toEqual([order?.ticks, order?.quantity]);
    const ahead = naive.ahead(id);
    expect([book.ordersAhead(id), book.contractsAhead(id)]).toEqual([ahead?.orders, ahead?.contracts]);
  }
}

/** One bid at 100 of 5 contracts by order 1, then 3 by order 2, then 4 by order 3. */
function threeBids(): OrderByOrderBook {
  const book = new OrderByOrderBook();
  for (const [id, quantity] of [
    [1, 5],
    [2, 3],
    [3, 4],
  ] as const) {
    book.apply(add, 0, id, 100, quantity);
  }
  return book;
}

describe('an order-by-order book', () => {
  it('holds what a naive book holds after every message', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 150 }), (messages) => {
        const book = new OrderByOrderBook();
        const naive = new NaiveOrderBook();
        messages.forEach((one, index) => {
          book.apply(one.action, one.flags, one.id, one.ticks, one.quantity);
          naive.apply(one);
          if (index % 10 === 0) expectSame(book, naive);
        });
        expectSame(book, naive);
      }),
      { seed: 41, numRuns: propertyRuns(120) },
    );
  });

  it('holds fractions of contracts and leaves no level of rounding behind', () => {
    const book = new OrderByOrderBook();
    const quantities = [0.1, 0.2, 0.7, 1e-8, 123.456];
    quantities.forEach((quantity, at) => {
      book.apply(add, ORDER_ASK, at + 1, 7, quantity);
    });
    book.apply(cancel, ORDER_ASK, 3, 7, 0.1);
    book.apply(cancel, ORDER_ASK, 3, 7, 0.2);
    book.apply(execute, ORDER_ASK, 3, 7, 0.4);
    expect(book.quantityOf(3)).toBeUndefined();
    book.check();
    for (const id of [1, 2, 4, 5]) book.apply(remove, ORDER_ASK, id, 7, 0);
    expect([book.asks.levels, book.asks.quantity, book.orders]).toEqual([0, 0, 0]);
    expect(book.faults).toEqual(noBookFaults());
  });
});

describe('the place in the queue', () => {
  it.each([
    ['stays when the quantity falls', 100, 2, [1, 2, 3]],
    ['stays when nothing changes', 100, 5, [1, 2, 3]],
    ['is lost when the quantity grows', 100, 6, [2, 3, 1]],
    ['is lost when the price changes', 101, 5, [2, 3]],
  ])('%s by a modification', (_, ticks, quantity, queue) => {
    const book = threeBids();
    book.apply(modify, 0, 1, ticks, quantity);
    expect(book.bids.idsOf(100)).toEqual(queue);
    expect([book.ticksOf(1), book.quantityOf(1)]).toEqual([ticks, quantity]);
    expect(book.faults).toEqual(noBookFaults());
  });

  it('is lost by an order that shows the next part of a hidden quantity', () => {
    const book = threeBids();
    book.apply(trade, ORDER_ASK | ORDER_MORE, 9, 100, 5);
    book.apply(fill, ORDER_MORE, 1, 100, 5);
    book.apply(modify, 0, 1, 100, 5);
    expect(book.bids.idsOf(100)).toEqual([2, 3, 1]);
  });

  it('is kept by an order of which a fill left what the modification tells', () => {
    const book = threeBids();
    book.apply(fill, ORDER_MORE, 1, 100, 2);
    book.apply(modify, 0, 1, 100, 3);
    expect(book.bids.idsOf(100)).toEqual([1, 2, 3]);
    // that fill has been told of: the next modification is measured by the quantity alone
    book.apply(modify, 0, 1, 100, 3);
    expect(book.bids.idsOf(100)).toEqual([1, 2, 3]);
  });

  it('counts orders and contracts that trade before', () => {
    const book = threeBids();
    expect([1, 2, 3].map((id) => [book.ordersAhead(id), book.contractsAhead(id)])).toEqual([
      [0, 0],
      [1, 5],
      [2, 8],
    ]);
    book.apply(execute, 0, 1, 100, 5);
    expect([book.ordersAhead(3), book.contractsAhead(3), book.ordersAhead(1)]).toEqual([1, 3, undefined]);
  });
});

describe('messages as LOBSTER numbers them', () => {
  const BUY = 0;

  it('make a book: submission, part withdrawn, withdrawn, visible and hidden execution, halt', () => {
    const book = new OrderByOrderBook();
    // type 1, submission of a new limit order
    book.apply(add, BUY, 11, 5_853_300, 18);
    book.apply(add, ORDER_ASK, 12, 5_859_400, 200);
    book.apply(add, ORDER_ASK, 13, 5_859_400, 100);
    // type 2, part of an order withdrawn
    book.apply(cancel, ORDER_ASK, 12, 5_859_400, 150);
    expect([book.asks.quantityAt(0), book.contractsAhead(13)]).toEqual([150, 50]);
    // type 4, execution of a visible order
    book.apply(execute, ORDER_ASK, 12, 5_859_400, 50);
    expect([book.ordersAhead(13), book.asks.ordersAt(0)]).toEqual([0, 1]);
    // type 5, execution of a hidden order, and type 7, trading halted
    book.apply(trade, ORDER_ASK, 0, 5_859_350, 40);
    book.apply(inform, ORDER_NO_SIDE, 0, -1, 0);
    expect([book.bids.quantity, book.asks.quantity]).toEqual([18, 100]);
    // type 3, whole order withdrawn
    book.apply(remove, BUY, 11, 5_853_300, 18);
    expect([book.bids.levels, book.asks.levels]).toEqual([0, 1]);
    expect(book.faults).toEqual(noBookFaults());
  });

  it('count what they say of orders that rested before the file began', () => {
    const book = new OrderByOrderBook();
    book.apply(execute, BUY, 7, 5_853_300, 18);
    book.apply(cancel, BUY, 7, 5_853_300, 18);
    book.apply(remove, BUY, 7, 5_853_300, 18);
    expect(book.faults).toEqual({ ...noBookFaults(), unknownExecutes: 1, unknownCancels: 1, unknownRemoves: 1 });
  });
});

describe('a message that does not fit', () => {
  it.each([
    ['a second new order of one id', 'duplicateAdds', [add, 0, 1, 100, 2], [2, 3, 1]],
    ['a modification of an unknown order', 'unknownModifies', [modify, 0, 9, 100, 2], [1, 2, 3, 9]],
    ['a cancellation of an unknown order', 'unknownCancels', [cancel, 0, 9, 100, 2], [1, 2, 3]],
    ['an execution of an unknown order', 'unknownExecutes', [execute, 0, 9, 100, 2], [1, 2, 3]],
    ['a remainder of an unknown order', 'unknownRemains', [remain, 0, 9, 100, 2], [1, 2, 3]],
    ['a removal of an unknown order', 'unknownRemoves', [remove, 0, 9, 100, 2], [1, 2, 3]],
    ['a fill of an unknown order', 'unknownFills', [fill, 0, 9, 100, 2], [1, 2, 3]],
    ['more cancelled than there is', 'overdrawn', [cancel, 0, 2, 100, 4], [1, 3]],
    ['more executed than there is', 'overdrawn', [execute, 0, 2, 100, 4], [1, 3]],
    ['another side in a cancellation', 'otherSides', [cancel, ORDER_ASK, 2, 100, 1], [1, 2, 3]],
    ['another side in a modification', 'otherSides', [modify, ORDER_ASK, 2, 100, 3], [1, 3]],
    ['another price in a cancellation', 'otherPrices', [cancel, 0, 2, 101, 3], [1, 3]],
    ['a new order without a side', 'sideless', [add, ORDER_NO_SIDE, 9, 100, 2], [1, 2, 3]],
    ['a new order of no id', 'badIds', [add, 0, 0, 100, 2], [1, 2, 3]],
    ['an id beyond the whole numbers', 'badIds', [add, 0, 2 ** 53, 100, 2], [1, 2, 3]],
    ['a price between ticks', 'badPrices', [add, 0, 9, 100.5, 2], [1, 2, 3]],
    ['a modification to no price', 'badPrices', [modify, 0, 2, Number.NaN, 2], [1, 2, 3]],
    ['a new order of nothing', 'badQuantities', [add, 0, 9, 100, 0], [1, 2, 3]],
    ['a quantity below zero', 'badQuantities', [modify, 0, 2, 100, -1], [1, 2, 3]],
    ['a cancellation of nothing', 'badQuantities', [cancel, 0, 2, 100, 0], [1, 2, 3]],
    ['a fill of no number', 'badQuantities', [fill, 0, 2, 100, Number.NaN], [1, 2, 3]],
    ['an unknown action', 'badActions', [77, 0, 2, 100, 1], [1, 2, 3]],
  ] as const)('is counted, and the book stays sound: %s', (_, fault, [action, flags, id, ticks, quantity], queue) => {
    const book = threeBids();
    // more events follow: what a crossed end would count is another matter
    book.apply(action, flags | ORDER_MORE, id, ticks, quantity);
    book.check();
    expect(book.faults).toEqual({ ...noBookFaults(), [fault]: 1 });
    expect(book.bids.idsOf(100)).toEqual(queue);
  });

  it('is counted at the end of an event whose best prices meet or cross, not within it nor in a snapshot', () => {
    const book = threeBids();
    book.apply(add, ORDER_ASK | ORDER_SNAPSHOT, 4, 99, 1);
    book.apply(modify, ORDER_ASK | ORDER_MORE, 4, 98, 1);
    expect([book.faults.lockedEvents, book.faults.crossedEvents]).toEqual([0, 0]);
    book.apply(modify, ORDER_ASK, 4, 99, 1);
    expect([book.faults.lockedEvents, book.faults.crossedEvents]).toEqual([0, 1]);
    book.apply(modify, ORDER_ASK, 4, 100, 1);
    expect([book.faults.lockedEvents, book.faults.crossedEvents]).toEqual([1, 1]);
  });
});

describe('the limits of an order-by-order book', () => {
  it('refuse, and count, an order beyond the most it may hold', () => {
    const book = new OrderByOrderBook();
    for (let id = 1; id <= MAX_BOOK_ORDERS; id++) book.apply(add, ORDER_MORE, id, id & 7, 1);
    expect([book.orders, book.faults.refusedOrders]).toEqual([MAX_BOOK_ORDERS, 0]);
    book.apply(add, 0, MAX_BOOK_ORDERS + 1, 3, 1);
    expect([book.orders, book.faults.refusedOrders, book.sideOf(MAX_BOOK_ORDERS + 1)]).toEqual([
      MAX_BOOK_ORDERS,
      1,
      undefined,
    ]);
    book.apply(remove, 0, 1, 1, 1);
    book.apply(add, 0, MAX_BOOK_ORDERS + 1, 3, 1);
    expect([book.orders, book.faults.refusedOrders]).toEqual([MAX_BOOK_ORDERS, 1]);
  });

  it('refuse, and count, an order at one price too many', () => {
    const book = new OrderByOrderBook();
    for (let id = 1; id <= MAX_BOOK_LEVELS; id++) book.apply(add, ORDER_MORE, id, id, 1);
    book.apply(add, 0, MAX_BOOK_LEVELS + 1, MAX_BOOK_LEVELS + 1, 1);
    expect([book.bids.levels, book.orders, book.faults.refusedOrders]).toEqual([MAX_BOOK_LEVELS, MAX_BOOK_LEVELS, 1]);
    book.apply(add, 0, MAX_BOOK_LEVELS + 1, 1, 2);
    expect([book.bids.quantityOf(1), book.ordersAhead(MAX_BOOK_LEVELS + 1)]).toEqual([3, 1]);
  });

  it('leave nothing behind when cleared', () => {
    const book = threeBids();
    book.clear();
    book.check();
    expect([book.orders, book.bids.levels, book.sideOf(1)]).toEqual([0, 0, undefined]);
    book.apply(add, 0, 1, 100, 5);
    expect([book.bids.idsOf(100), book.faults.duplicateAdds]).toEqual([[1], 0]);
  });
});
