// Takes orders that come to rest; gives them per instrument by price and arrival, and forgets those that have nothing left.

import { assert } from '../core/assert.ts';
import type { RestingOrder } from './resting-order.ts';

/** Far more than any strategy has at one time. */
const MAX_RESTING_ORDERS = 10_000;

export class RestingOrders {
  count = 0;
  /** When the next order takes though no record comes, microseconds UTC; Infinity when none will. */
  nextDueUs = Infinity;
  private readonly byInstrument: RestingOrder[][];
  /** By instrument, as `nextDueUs`. */
  private readonly dueUs: number[];

  constructor(instrumentCount: number) {
    this.dueUs = Array.from({ length: instrumentCount }, () => Infinity);
    this.byInstrument = Array.from({ length: instrumentCount }, () => []);
  }

  /** Orders of an instrument, best price of each side first, then by arrival. */
  of(instrumentId: number): readonly RestingOrder[] {
    return this.byInstrument[instrumentId]!;
  }

  add(order: RestingOrder): void {
    assert(this.count < MAX_RESTING_ORDERS, `more than ${MAX_RESTING_ORDERS} orders rest at the venue`);
    const { instrumentId } = order.request;
    const orders = this.byInstrument[instrumentId]!;
    const found = orders.findIndex((other) => rank(other) > rank(order));
    orders.splice(found < 0 ? orders.length : found, 0, order);
    this.count += 1;
    this.setDue(instrumentId, Math.min(this.dueUs[instrumentId]!, order.dueUs));
  }

  /** Drops the orders of an instrument that have nothing left, and looks at when those that stay are due. */
  sweep(instrumentId: number): void {
    const orders = this.byInstrument[instrumentId]!;
    let kept = 0;
    let dueUs = Infinity;
    for (const order of orders) {
      if (order.remaining === 0) continue;
      orders[kept++] = order;
      if (order.dueUs < dueUs) dueUs = order.dueUs;
    }
    if (kept < orders.length) {
      this.count -= orders.length - kept;
      orders.length = kept;
    }
    this.setDue(instrumentId, dueUs);
  }

  private setDue(instrumentId: number, dueUs: number): void {
    if (this.dueUs[instrumentId] === dueUs) return;
    this.dueUs[instrumentId] = dueUs;
    this.nextDueUs = Math.min(...this.dueUs);
  }
}

/** Ascends from the best price of either side; the two sides never compete. */
function rank(order: RestingOrder): number {
  return order.isBuy ? -order.limitTicks : order.limitTicks;
}
