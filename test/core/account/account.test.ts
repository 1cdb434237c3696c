// Orders, answers and fills in any order: what the account holds, which answers wait, and what it calls a contradiction.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Account } from '../../../src/core/account/account.ts';
import type { Fill, OrderStatus, OrderUpdate } from '../../../src/core/account/order.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { request } from '../../support/tape.ts';

const wdo = instrumentOf('WDOU25')!;
const dol = instrumentOf('DOLU25')!;

function account(): Account {
  const made = new Account();
  made.startEpoch([wdo, dol], true, () => undefined);
  return made;
}

function update(status: OrderStatus, filledQuantity = 0, clientOrderId = 'a'): OrderUpdate {
  return { kind: 'orderUpdate', clientOrderId, status, filledQuantity, reason: undefined };
}

function fill(quantity: number, changes: Partial<Fill> = {}): Fill {
  return {
    kind: 'fill',
    fillId: '1',
    clientOrderId: 'a',
    strategyId: 's',
    instrumentId: 0,
    side: 'buy',
    quantity,
    price: 5500,
    costsE4: 10_000,
    exchangeTimeUs: 0,
    aggressor: true,
    ...changes,
  };
}

describe('a fill', () => {
  it('moves the position and the order, at the average price', () => {
    const book = account();
    book.add(request({ quantity: 3 }));
    expect(book.onFill(fill(1))).toMatchObject({
      kind: 'applied',
      order: { status: 'partiallyFilled', filledQuantity: 1 },
    });
    expect(book.onFill(fill(2, { fillId: '2', price: 5503 }))).toMatchObject({
      kind: 'applied',
      order: { status: 'filled', filledQuantity: 3, averagePrice: 5502 },
    });
    expect(book.held('s', 0)).toBe(3);
    expect(book.positionOf('s', 0)!.averageTicks).toBe(11_004);
  });

  it('counts once when it is told twice', () => {
    const book = account();
    book.add(request({ quantity: 3 }));
    book.onFill(fill(1));
    expect(book.onFill(fill(1))).toEqual({ kind: 'ignored', reason: 'fill 1 is known' });
    expect(book.held('s', 0)).toBe(1);
    book.add(request({ quantity: 3, clientOrderId: 'b' }));
    expect(book.onFill(fill(1, { clientOrderId: 'b' })).kind).toBe('applied');
    expect(book.held('s', 0)).toBe(2);
  });

  it('of an order that is not ours, or beyond its quantity, is a contradiction and moves nothing', () => {
    const book = account();
    expect(book.onFill(fill(1))).toEqual({ kind: 'contradiction', reason: 'fill of a, which is not ours' });
    book.add(request({ quantity: 2 }));
    book.onFill(fill(1));
    expect(book.onFill(fill(2, { fillId: '2' }))).toEqual({ kind: 'contradiction', reason: '3 filled of 2 in a' });
    expect(book.held('s', 0)).toBe(1);
  });

  it('after the cancel of its order is real: the order ends filled, or stays cancelled with more filled', () => {
    const book = account();
    book.add(request({ quantity: 2 }));
    book.onUpdate(update('cancelled'));
    expect(book.onFill(fill(1))).toMatchObject({ order: { status: 'cancelled', filledQuantity: 1 } });
    expect(book.onFill(fill(1, { fillId: '2' }))).toMatchObject({ order: { status: 'filled', filledQuantity: 2 } });
    expect(book.held('s', 0)).toBe(2);
  });

  it('belongs to the strategy and the side of its order, whatever the venue repeats', () => {
    const book = account();
    book.add(request({ quantity: 2 }));
    expect(book.onFill(fill(1, { strategyId: 'somebody else' })).kind).toBe('applied');
    expect([book.held('s', 0), book.held('somebody else', 0)]).toEqual([1, 0]);
  });

  it('of another side or instrument than its order is a contradiction and moves nothing', () => {
    for (const changes of [{ side: 'sell' }, { instrumentId: 1 }, { instrumentId: 9 }] as const) {
      const book = account();
      book.add(request({ quantity: 2 }));
      expect(book.onFill(fill(1, changes))).toEqual({
        kind: 'contradiction',
        reason: 'fill 1 is of another side or instrument than its order',
      });
      expect([book.held('s', 0), book.held('s', 1), book.hasTraded]).toEqual([0, 0, false]);
      // the true one, with the same id, still counts
      expect(book.onFill(fill(1)).kind).toBe('applied');
      expect(book.held('s', 0)).toBe(1);
    }
  });

  it('of a rejected order is booked, and told: the money moved', () => {
    for (const quantity of [1, 2]) {
      const book = account();
      book.add(request({ quantity: 2 }));
      book.onUpdate(update('rejected'));
      expect(book.onFill(fill(quantity))).toMatchObject({
        kind: 'applied',
        contradiction: 'an order that was rejected has filled',
      });
      expect(book.held('s', 0)).toBe(quantity);
    }
  });

  it('of a rejected order is told as well when an answer had announced it', () => {
    for (const [status, quantity] of [
      ['filled', 2],
      ['partiallyFilled', 1],
    ] as const) {
      const book = account();
      book.add(request({ quantity: 2 }));
      book.onUpdate(update('rejected'));
      book.onUpdate(update(status, quantity));
      expect(book.onFill(fill(quantity))).toMatchObject({
        kind: 'applied',
        contradiction: 'an order that was rejected has filled',
      });
    }
  });

  it('of an order in good standing has nothing to tell', () => {
    const book = account();
    book.add(request({ quantity: 2 }));
    expect(book.onFill(fill(1))).toMatchObject({ kind: 'applied', contradiction: undefined });
    book.onUpdate(update('cancelled', 1));
    expect(book.onFill(fill(1, { fillId: '2' }))).toMatchObject({ kind: 'applied', contradiction: undefined });
  });

  it('leaves a cancel that is under way under way', () => {
    const book = account();
    book.add(request({ quantity: 2 }));
    book.markPendingCancel('a');
    expect(book.onFill(fill(1))).toMatchObject({ order: { status: 'pendingCancel' } });
    expect(book.onUpdate(update('cancelled', 1))).toMatchObject({ order: { status: 'cancelled', filledQuantity: 1 } });
  });
});

describe('an answer', () => {
  it('that tells of fills which have not arrived waits for them', () => {
    const book = account();
    book.add(request({ quantity: 3 }));
    expect(book.onUpdate(update('cancelled', 2))).toEqual({ kind: 'ignored', reason: 'waits for its fills' });
    expect(book.order('a')).toMatchObject({ status: 'pendingNew', filledQuantity: 0 });
    book.onFill(fill(1));
    expect(book.order('a')).toMatchObject({ status: 'partiallyFilled', filledQuantity: 1 });
    book.onFill(fill(1, { fillId: '2' }));
    expect(book.order('a')).toMatchObject({ status: 'cancelled', filledQuantity: 2 });
    expect(book.held('s', 0)).toBe(2);
  });

  it('that waits for its fills is not forgotten for an older one that arrives later', () => {
    const book = account();
    book.add(request({ quantity: 3 }));
    book.onUpdate(update('cancelled', 1));
    book.onUpdate(update('partiallyFilled', 1));
    book.onFill(fill(1));
    expect(book.order('a')).toMatchObject({ status: 'cancelled', filledQuantity: 1 });
  });

  it('about an order that is not ours is a contradiction', () => {
    expect(account().onUpdate(update('working'))).toEqual({
      kind: 'contradiction',
      reason: 'answer about a, which is not ours',
    });
  });

  it('that fills more than was ordered is a contradiction at once', () => {
    const book = account();
    book.add(request({ quantity: 1 }));
    expect(book.onUpdate(update('filled', 2))).toEqual({ kind: 'contradiction', reason: 'filled 2 of 1' });
  });

  it('in any order with the fills leaves the same order and position', () => {
    const answers = [
      update('working'),
      update('partiallyFilled', 1),
      update('partiallyFilled', 2),
      update('cancelled', 2),
    ];
    const fills = [fill(1), fill(1, { fillId: '2', price: 5501 })];
    const all = [...answers, ...fills];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        const book = account();
        book.add(request({ quantity: 3 }));
        for (const event of order) {
          const { kind } = event.kind === 'fill' ? book.onFill(event) : book.onUpdate(event);
          expect(kind).not.toBe('contradiction');
        }
        expect(book.order('a')).toMatchObject({ status: 'cancelled', filledQuantity: 2, averagePrice: 5500.5 });
        expect(book.held('s', 0)).toBe(2);
      }),
      { seed: 11, numRuns: propertyRuns(720) },
    );
  });
});

describe('the account', () => {
  it('does not know the result of a session that began with something held without a price', () => {
    const book = account();
    book.add(request());
    book.onFill(fill(1));
    book.startEpoch([wdo, dol], true, () => undefined);
    expect(book.sessionNetE4(() => 11_000)).toBeUndefined();
  });

  it('refuses an order id that exists', () => {
    const book = account();
    book.add(request());
    expect(() => book.add(request())).toThrow(/order a exists already/);
  });

  it('marks only a living order as being cancelled', () => {
    const book = account();
    book.add(request());
    book.onUpdate(update('rejected'));
    book.markPendingCancel('a');
    book.markPendingCancel('nobody');
    expect(book.order('a')!.status).toBe('rejected');
  });

  it('holds virtual positions per strategy and nets them as the venue does', () => {
    const book = account();
    for (const [strategyId, side, quantity] of [
      ['s', 'buy', 3],
      ['t', 'sell', 2],
    ] as const) {
      book.add(request({ clientOrderId: strategyId, strategyId, side, quantity }));
      book.onFill(fill(quantity, { clientOrderId: strategyId, strategyId, side }));
    }
    expect([book.held('s', 0), book.held('t', 0), book.held('s', 1)]).toEqual([3, -2, 0]);
    expect(book.netQuantity('WDOU25')).toBe(1);
    expect([book.openPositions, book.openContracts]).toEqual([2, 5]);
    expect(book.open()).toEqual([
      { strategyId: 's', symbol: 'WDOU25', quantity: 3 },
      { strategyId: 't', symbol: 'WDOU25', quantity: -2 },
    ]);
  });

  it('counts the result of the session from its beginning, net of costs', () => {
    const book = account();
    book.add(request());
    book.onFill(fill(1));
    // one WDO: a tick of 0.5 points is 5 BRL
    expect(book.sessionNetE4(() => 11_004)).toBe(4 * 50_000 - 10_000);
    book.startEpoch([wdo, dol], true, () => 11_004);
    expect(book.sessionNetE4(() => 11_003)).toBe(-50_000);
    expect(book.netE4(() => 11_003)).toBe(3 * 50_000 - 10_000);
  });

  it('knows no result while something held has no price', () => {
    const book = account();
    book.add(request());
    book.onFill(fill(1));
    expect(book.netE4(() => undefined)).toBeUndefined();
    expect(book.sessionNetE4(() => undefined)).toBeUndefined();
  });

  it('goes on within a session: orders, answers that wait, fills, the result of the day', () => {
    const book = account();
    book.add(request({ quantity: 3 }));
    book.onUpdate(update('working'));
    book.onFill(fill(1));
    book.onUpdate(update('cancelled', 2));
    book.startEpoch([wdo, dol], false, () => 11_000);
    expect(book.order('a')).toMatchObject({ status: 'partiallyFilled', filledQuantity: 1 });
    expect([book.held('s', 0), book.hasTraded]).toEqual([1, true]);
    expect(book.onFill(fill(1)).kind).toBe('ignored');
    expect(() => book.add(request())).toThrow(/order a exists already/);
    // the answer that had waited is given with the fill it waited for
    expect(book.onFill(fill(1, { fillId: '2' }))).toMatchObject({ order: { status: 'cancelled', filledQuantity: 2 } });
    expect(book.sessionNetE4(() => 11_001)).toBe(2 * 50_000 - 20_000);
  });

  it('forgets the orders, waiting answers and fills of the session before, not the positions', () => {
    const book = account();
    book.add(request({ quantity: 3 }));
    book.onFill(fill(1));
    book.onUpdate(update('cancelled', 2));
    book.startEpoch([wdo, dol], true, () => 11_000);
    expect([book.order('a'), book.held('s', 0), book.hasTraded]).toEqual([undefined, 1, false]);
    expect(book.onFill(fill(1, { fillId: '2' })).kind).toBe('contradiction');
    book.add(request());
    expect(book.onFill(fill(1))).toMatchObject({ kind: 'applied', order: { status: 'filled' } });
  });
});
