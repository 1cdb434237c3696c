// What an earlier process has left, what others do on the account, and orders whose terms change: the book stays the venue's.
import { describe, expect, it } from 'vitest';
import { Account } from '../../../src/core/account/account.ts';
import type { CarriedOrder, ForeignOrder } from '../../../src/core/account/account-event.ts';
import type { Fill, OrderRequest } from '../../../src/core/account/order.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';

const wdo = instrumentOf('WDOU25')!;

const request: OrderRequest = {
  ...{
    clientOrderId: 'a',
    strategyId: 's',
    instrumentId: 0,
    side: 'buy',
    type: 'stopLimit',
    role: 'stop',
    quantity: 3,
  },
  ...{ price: 5510, stopPrice: 5505, bracketId: 'e' },
};

function fill(fillId: string, quantity: number, clientOrderId = 'a'): Fill {
  return {
    ...{ kind: 'fill', fillId, clientOrderId, strategyId: 's', instrumentId: 0, side: 'buy', quantity, price: 5500 },
    ...{ costsE4: 100, exchangeTimeUs: 0, aggressor: true },
  };
}

function account(): Account {
  const one = new Account();
  one.startEpoch([wdo], true, () => undefined);
  return one;
}

const carried = (changes: Partial<CarriedOrder>): CarriedOrder => ({
  ...{ request, plan: undefined, status: 'working', reason: undefined, fills: [] },
  ...changes,
});

describe('orders that are carried over', () => {
  it('are unknown until the venue speaks, unless they had ended; their fills count once', () => {
    const one = account();
    const orders = [
      carried({ fills: [fill('1', 2)] }),
      carried({ request: { ...request, clientOrderId: 'b' }, status: 'cancelled', reason: 'asked' }),
      carried({ request: { ...request, clientOrderId: 'c', quantity: 1 }, fills: [fill('1', 1, 'c')] }),
    ];
    expect(one.restore(orders)).toEqual([]);
    expect(['a', 'b', 'c'].map((id) => one.order(id)!.status)).toEqual(['unknown', 'cancelled', 'filled']);
    expect([one.held('s', 0), one.order('a')!.filledQuantity, one.hasTraded]).toEqual([3, 2, true]);
    expect(one.onFill(fill('1', 2))).toMatchObject({ kind: 'ignored' });
    expect(one.onFill(fill('2', 1)).kind).toBe('applied');
    expect([one.held('s', 0), one.order('a')!.status]).toEqual([4, 'filled']);
  });

  it('whose change is not decided have the terms of before, and those of the change once more has filled', () => {
    const former = { quantity: 3, price: 5510, stopPrice: 5505 };
    const change = { terms: { ...former, quantity: 5 }, former, isAccepted: false };
    const filled = account();
    expect(filled.restore([carried({ change })])).toEqual([]);
    expect(filled.order('a')!.quantity).toBe(3);
    expect(filled.onFill(fill('1', 4)).kind).toBe('applied');
    expect(filled.order('a')).toMatchObject({ quantity: 5, filledQuantity: 4 });
    const refused = account();
    refused.restore([carried({ request: { ...request, quantity: 5 }, change: { ...change, isAccepted: true } })]);
    refused.onChangeResult('a', 'refused');
    expect(refused.order('a')!.quantity).toBe(3);
  });

  it('called filled without all their fills are asked for', () => {
    const one = account();
    one.restore([carried({ status: 'filled', fills: [fill('1', 1)] })]);
    expect(one.order('a')!.status).toBe('unknown');
  });

  it('that do not add up are named', () => {
    expect(account().restore([carried({ fills: [fill('1', 2), fill('2', 2)] })])).toEqual(['a: 4 filled of 3 in a']);
  });
});

describe('orders of others', () => {
  const foreign = (changes: Partial<ForeignOrder> = {}): ForeignOrder => ({
    ...{ kind: 'foreignOrder', venueOrderId: 'x', instrumentId: 0, side: 'sell', quantity: 5, filledQuantity: 2 },
    ...{ isOpen: true },
    ...changes,
  });

  it('explain their part of a position and count with what they may still trade', () => {
    const one = account();
    one.noteForeign(foreign());
    expect([one.netForeign('WDOU25'), one.foreign.contracts]).toEqual([-2, 5]);
    one.noteForeign(foreign({ venueOrderId: 'y', side: 'buy', quantity: 2, isOpen: false }));
    expect([one.netForeign('WDOU25'), one.foreign.contracts]).toEqual([0, 3]);
    expect(one.netForeign('WDOV25')).toBe(0);
  });

  it('never lose a fill to a late word, and are forgotten with the session', () => {
    const one = account();
    one.noteForeign(foreign({ filledQuantity: 4 }));
    one.noteForeign(foreign({ filledQuantity: 2 }));
    expect(one.netForeign('WDOU25')).toBe(-4);
    one.startEpoch([wdo], false, () => undefined);
    expect(one.netForeign('WDOU25')).toBe(-4);
    one.startEpoch([wdo], true, () => undefined);
    expect([one.netForeign('WDOU25'), one.foreign.contracts]).toEqual([0, 0]);
  });
});

describe('a change', () => {
  const terms = { quantity: 5, price: 5509, stopPrice: 5504 };
  const works = (one: Account, filledQuantity = 0) =>
    one.onUpdate({ kind: 'orderUpdate', clientOrderId: 'a', status: 'working', filledQuantity, reason: undefined });
  const asked = (): Account => {
    const one = account();
    one.add(request);
    works(one);
    one.markPendingReplace('a', terms);
    return one;
  };

  it('is done once the order works after it was accepted, in either order', () => {
    const one = asked();
    one.onChangeResult('a', 'accepted');
    expect(one.order('a')).toMatchObject({ status: 'pendingReplace', quantity: 3 });
    works(one);
    expect(one.order('a')).toMatchObject({ status: 'working', ...terms });
    const other = asked();
    works(other);
    expect(other.order('a')!.quantity).toBe(3);
    other.onChangeResult('a', 'accepted');
    expect(other.order('a')).toMatchObject({ status: 'working', ...terms });
  });

  it('that is refused leaves the order as it was, also after it was accepted', () => {
    for (const isAccepted of [false, true]) {
      const one = asked();
      if (isAccepted) one.onChangeResult('a', 'accepted');
      if (isAccepted) works(one);
      one.onChangeResult('a', 'refused');
      expect(one.order('a')).toMatchObject({ status: 'working', quantity: 3, price: 5510, stopPrice: 5505 });
    }
  });

  it('of which nobody knows is made when more fills than there was before it', () => {
    const one = asked();
    one.onChangeResult('a', 'unknown');
    expect(one.onFill(fill('1', 4)).kind).toBe('applied');
    expect(one.order('a')).toMatchObject({ quantity: 5, filledQuantity: 4 });
    expect(one.onFill(fill('2', 2))).toMatchObject({ kind: 'contradiction' });
  });

  it('changes nothing of an order that has ended', () => {
    const one = asked();
    one.onUpdate({
      kind: 'orderUpdate',
      clientOrderId: 'a',
      status: 'cancelled',
      filledQuantity: 0,
      reason: undefined,
    });
    one.onChangeResult('a', 'accepted');
    one.markPendingReplace('a', terms);
    expect(one.order('a')).toMatchObject({ status: 'cancelled', quantity: 3 });
  });
});
