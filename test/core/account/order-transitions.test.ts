// Every row of the order transition table, and what late, repeated and contradictory answers come to.
import { describe, expect, it } from 'vitest';
import type { Order, OrderStatus, OrderUpdate } from '../../../src/core/account/order.ts';
import { applyUpdate, isFinal, mayFollow, newOrder } from '../../../src/core/account/order-transitions.ts';
import { request } from '../../support/tape.ts';

const statuses: readonly OrderStatus[] = [
  'pendingNew',
  'working',
  'partiallyFilled',
  'pendingCancel',
  'pendingReplace',
  'unknown',
  'filled',
  'cancelled',
  'rejected',
  'expired',
];

/** A row per status, a column per status in the order above: Y may follow, `.` may not. Repeating is always allowed. */
const TABLE: Readonly<Record<OrderStatus, string>> = {
  //               NWPCRufcre
  pendingNew: /*  */ 'YYYYYYYYYY',
  working: /*     */ '.YYYYYYYYY',
  partiallyFilled: '..YYYYYYYY',
  pendingCancel: /**/ '.YYY.YYYYY',
  pendingReplace: /**/ '.YYYYYYYYY',
  unknown: /*     */ '.YYYYYYYYY',
  filled: /*      */ '......Y...',
  cancelled: /*   */ '..Y...YY..',
  rejected: /*    */ '........Y.',
  expired: /*     */ '..Y...Y..Y',
};

function order(status: OrderStatus, filledQuantity = 0): Order {
  return { ...newOrder(request({ quantity: 3 })), status, filledQuantity };
}

function answer(status: OrderStatus, filledQuantity = 0): OrderUpdate {
  return { kind: 'orderUpdate', clientOrderId: 'a', status, filledQuantity, reason: undefined };
}

describe('the order transition table', () => {
  for (const from of statuses) {
    it(`says what may follow ${from}`, () => {
      expect(statuses.map((to) => (mayFollow(from, to) ? 'Y' : '.')).join('')).toBe(TABLE[from]);
    });
  }

  it('calls filled, cancelled, rejected and expired final, and nothing else', () => {
    expect(statuses.filter(isFinal)).toEqual(['filled', 'cancelled', 'rejected', 'expired']);
  });

  it('applies an answer of an allowed row and takes any other without new fills for a late one', () => {
    for (const from of statuses) {
      for (const to of statuses) {
        const { kind } = applyUpdate(order(from), answer(to));
        const late = !mayFollow(from, to) || (isFinal(from) && from !== to);
        expect(`${from} ${to} ${kind}`).toBe(`${from} ${to} ${late ? 'ignored' : 'applied'}`);
      }
    }
  });

  it('calls an answer with new fills a contradiction where it has no row, and only there', () => {
    for (const from of statuses) {
      for (const to of statuses) {
        const { kind } = applyUpdate(order(from, 1), answer(to, 2));
        // an order that works with fills is partly filled, whatever word is used
        const meant = to === 'working' ? 'partiallyFilled' : to;
        expect(`${from} ${to} ${kind}`).toBe(`${from} ${to} ${mayFollow(from, meant) ? 'applied' : 'contradiction'}`);
      }
    }
  });
});

describe('an answer about an order', () => {
  it('changes nothing when it is repeated', () => {
    for (const status of statuses) {
      const first = applyUpdate(order(status, 1), answer(status, 1));
      // a working order with a fill is told of as partly filled from then on
      const meant = status === 'working' ? 'partiallyFilled' : status;
      if (first.kind === 'applied') expect(first.order).toEqual(order(meant, 1));
      else expect(first.kind).toBe('ignored');
    }
  });

  it('is late when it knows of fewer fills', () => {
    for (const status of statuses) {
      expect(applyUpdate(order('partiallyFilled', 2), answer(status, 1))).toMatchObject({
        kind: 'ignored',
        reason: 'late answer: 1 filled, 2 already known',
      });
    }
  });

  it('is late when the order has ended', () => {
    expect(applyUpdate(order('cancelled', 1), answer('working', 1))).toEqual({
      kind: 'ignored',
      reason: 'late answer working after cancelled',
    });
    expect(applyUpdate(order('filled', 3), answer('partiallyFilled', 2)).kind).toBe('ignored');
  });

  it('is a contradiction when it fills more than was ordered', () => {
    expect(applyUpdate(order('working'), answer('filled', 4))).toEqual({
      kind: 'contradiction',
      reason: 'filled 4 of 3',
    });
  });

  it('is late when it tells of another end without more fills: the first one stands', () => {
    for (const from of statuses.filter(isFinal)) {
      for (const to of statuses.filter((each) => each !== from)) {
        expect(applyUpdate(order(from, 1), answer(to, 1))).toEqual({
          kind: 'ignored',
          reason: `late answer ${to} after ${from}`,
        });
      }
    }
  });

  it('is late when a living order cannot go back to it', () => {
    expect(applyUpdate(order('working'), answer('pendingNew'))).toEqual({
      kind: 'ignored',
      reason: 'late answer: pendingNew cannot follow working',
    });
  });

  it('is a contradiction when it fills what was rejected', () => {
    for (const to of ['filled', 'partiallyFilled', 'cancelled'] as const) {
      expect(applyUpdate(order('rejected'), answer(to, 1))).toEqual({
        kind: 'contradiction',
        reason: `${to} cannot follow rejected`,
      });
    }
  });

  it('that works with fills is partly filled', () => {
    for (const from of ['pendingNew', 'partiallyFilled', 'pendingCancel', 'pendingReplace', 'unknown'] as const) {
      expect(applyUpdate(order(from, 1), answer('working', 1))).toMatchObject({
        kind: 'applied',
        order: { status: 'partiallyFilled', filledQuantity: 1 },
      });
      expect(applyUpdate(order(from, 1), answer('working', 2))).toMatchObject({
        order: { status: 'partiallyFilled', filledQuantity: 2 },
      });
    }
    expect(applyUpdate(order('pendingNew'), answer('working'))).toMatchObject({ order: { status: 'working' } });
  });

  it('keeps the reason that was given last', () => {
    const rejected = applyUpdate(order('working'), { ...answer('unknown'), reason: 'no line' });
    expect(rejected).toMatchObject({ kind: 'applied', order: { reason: 'no line' } });
    if (rejected.kind !== 'applied') return;
    expect(applyUpdate(rejected.order, answer('working'))).toMatchObject({ order: { reason: 'no line' } });
  });

  it('may fill an order that was reported cancelled or expired: the fill is real', () => {
    for (const from of ['cancelled', 'expired'] as const) {
      expect(applyUpdate(order(from), answer('filled', 3))).toMatchObject({
        kind: 'applied',
        order: { status: 'filled' },
      });
      expect(applyUpdate(order(from), answer('partiallyFilled', 1)).kind).toBe('applied');
    }
  });
});

describe('a new order', () => {
  it('waits for the venue with nothing filled', () => {
    expect(newOrder(request())).toMatchObject({ status: 'pendingNew', filledQuantity: 0, averagePrice: undefined });
  });

  it('must be for at least one contract', () => {
    expect(() => newOrder(request({ quantity: 0 }))).toThrow(/quantity must be positive/);
  });
});
