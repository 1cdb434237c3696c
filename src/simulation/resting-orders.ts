// Takes orders that come to rest; gives them per instrument by price and arrival, and forgets those that have nothing left.

import { assert } from '../core/assert.ts';
import type { RestingOrder } from './resting-order.ts';

/** Far more than any strategy has at one time. */
const MAX_RESTING_ORDERS = 10_000;

export class RestingOrders {
  count = 0;
  /** When the next market order fills at the open of a bar, microseconds UTC; Infinity when none waits for one. */
  nextOpenUs = Infinity;
  private readonly byInstrument: RestingOrder[][];

  constructor(instrumentCount: number) {
    this.byInstrument = Array.from({ length: instrumentCount }, () => []);
  }

  /** Orders of an instrument, best price of each side first, then by arrival. */
  of(instrumentId: number): readonly RestingOrder[] {
    return this.byInstrument[instrumentId]!;
  }

  add(order: RestingOrder): void {
    assert(this.count < MAX_RESTING_ORDERS, `more than ${MAX_RESTING_ORDERS} orders rest at the venue`);
    const orders = this.byInstrument[order.request.instrumentId]!;
    const found = orders.findIndex((other) => rank(other) > rank(order));
    orders.splice(found < 0 ? orders.length : found, 0, order);
    this.count += 1;
    this.nextOpenUs = Math.min(this.nextOpenUs, order.openUs);
  }

  /** Drops the orders of an instrument that have nothing left. */
  sweep(instrumentId: number): void {
    const orders = this.byInstrument[instrumentId]!;
    let kept = 0;
    for (const order of orders) if (order.remaining > 0) orders[kept++] = order;
    if (kept === orders.length) return;
    this.count -= orders.length - kept;
    orders.length = kept;
    this.nextOpenUs = Infinity;
    for (const list of this.byInstrument) {
      for (const order of list) this.nextOpenUs = Math.min(this.nextOpenUs, order.openUs);
    }
  }
}

/** Ascends from the best price of either side; the two sides never compete. */
function rank(order: RestingOrder): number {
  return order.isBuy ? -order.limitTicks : order.limitTicks;
}
