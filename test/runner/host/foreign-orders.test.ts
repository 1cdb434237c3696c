import { describe, expect, it } from 'vitest';
import { ForeignOrders } from '../../../src/runner/host/foreign-orders.ts';
import { vendorOrder } from '../../adapters/profit-dll/orders/bridge-bench.ts';

describe('orders of others', () => {
  it('are told when they have a lasting name, each change once, and never go back', () => {
    const orders = new ForeignOrders();
    const take = (more: object): object | undefined => orders.take(vendorOrder({ localOrderId: 7n, ...more }), 3, 'r');
    expect(take({})).toBeUndefined();
    expect(take({ clOrderId: 'X' })).toEqual({
      ...{ kind: 'foreignOrder', venueOrderId: 'X', instrumentId: 3, side: 'buy', quantity: 2 },
      ...{ filledQuantity: 0, isOpen: true },
    });
    expect(take({ clOrderId: 'X' })).toBeUndefined();
    expect(orders.hasOpen).toBe(true);
    expect(take({ traded: 2, status: 2 })).toMatchObject({ venueOrderId: 'X', filledQuantity: 2, isOpen: false });
    expect(take({ traded: 1, status: 1 })).toBeUndefined();
    expect(orders.hasOpen).toBe(false);
  });

  it('that trade before they have one are told at once, and keep the name that they were told by', () => {
    const orders = new ForeignOrders();
    const first = orders.take(vendorOrder({ localOrderId: 7n, traded: 1, status: 1 }), 0, 'r');
    expect(first).toMatchObject({ venueOrderId: 'local r 7', filledQuantity: 1 });
    const named = vendorOrder({ localOrderId: 7n, clOrderId: 'X', traded: 1, status: 1 });
    expect(orders.take(named, 0, 'r')).toBeUndefined();
    orders.processStarted();
    const ended = vendorOrder({ localOrderId: 1n, clOrderId: 'X', traded: 1, status: 15 });
    expect(orders.take(ended, 0, 's')).toMatchObject({ venueOrderId: 'local r 7', isOpen: false });
    expect(orders.take(vendorOrder({ localOrderId: 7n, clOrderId: 'Y' }), 0, 's')).toMatchObject({ venueOrderId: 'Y' });
  });

  it('of no side that is known are not told', () => {
    expect(new ForeignOrders().take(vendorOrder({ clOrderId: 'X', side: 200 }), 0, 'r')).toBeUndefined();
  });
});
