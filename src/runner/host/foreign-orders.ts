// Orders of an account that are not ours, as the vendor shows them, in; one event for each change of them out.

import type { VendorOrder } from '../../adapters/profit-dll/decode/feed-facts.ts';
import { statusOf } from '../../adapters/profit-dll/orders/vendor-status.ts';
import type { ForeignOrder } from '../../core/account/account-event.ts';
import { isFinal } from '../../core/account/order-transitions.ts';
import { signOf } from '../../core/market/side.ts';

/** Orders of others that are told of; a person or another program that sends more in a day is only logged. */
const FOREIGN_ORDERS_MAX = 10_000;

const BUY = 1;
const SELL = 2;

/** Of one day. An order keeps the name under which it was told first, also when the vendor gives it a lasting one later. */
export class ForeignOrders {
  private readonly told = new Map<string, ForeignOrder>();
  private readonly byLocal = new Map<bigint, string>();
  private readonly byVendor = new Map<string, string>();

  /** What is known of all of them. */
  get all(): Iterable<ForeignOrder> {
    return this.told.values();
  }

  get hasOpen(): boolean {
    for (const { isOpen } of this.told.values()) if (isOpen) return true;
    return false;
  }

  /** Signed contracts that they have traded of it. */
  netOf(instrumentId: number): number {
    let net = 0;
    for (const order of this.told.values()) {
      if (order.instrumentId === instrumentId) net += signOf(order.side) * order.filledQuantity;
    }
    return net;
  }

  /** Local ids of the process before mean nothing. */
  processStarted(): void {
    this.byLocal.clear();
  }

  /** Undefined where it is no news, or cannot be told. `run` tells local ids of vendor processes apart. */
  take(vendor: VendorOrder, instrumentId: number, run: string): ForeignOrder | undefined {
    const { side, quantity, traded, status } = vendor;
    if (side !== BUY && side !== SELL) return undefined;
    const venueOrderId = this.nameOf(vendor, run);
    // without a lasting name it would be another one after a restart: only contracts cannot wait for it
    if (venueOrderId === undefined) return undefined;
    const isOpen = traded < quantity && !isFinal(statusOf(status));
    const before = this.told.get(venueOrderId);
    // records come late: contracts that have traded stay so, and what has ended is over
    const filledQuantity = Math.max(traded, before?.filledQuantity ?? 0);
    const order: ForeignOrder = {
      kind: 'foreignOrder',
      venueOrderId,
      instrumentId,
      side: side === BUY ? 'buy' : 'sell',
      quantity,
      filledQuantity,
      isOpen: isOpen && before?.isOpen !== false,
    };
    const isKnown = before !== undefined && isSame(before, order);
    if (isKnown || (before === undefined && this.told.size >= FOREIGN_ORDERS_MAX)) return undefined;
    this.told.set(venueOrderId, order);
    return order;
  }

  private nameOf({ localOrderId, clOrderId, traded }: VendorOrder, run: string): string | undefined {
    const byLocal = localOrderId === 0n ? undefined : this.byLocal.get(localOrderId);
    const known = byLocal ?? (clOrderId === '' ? undefined : this.byVendor.get(clOrderId));
    const local = traded > 0 ? `local ${run} ${localOrderId}` : undefined;
    const name = known ?? (clOrderId === '' ? local : clOrderId);
    if (name === undefined) return undefined;
    if (localOrderId !== 0n) this.byLocal.set(localOrderId, name);
    if (clOrderId !== '') this.byVendor.set(clOrderId, name);
    return name;
  }
}

function isSame(one: ForeignOrder, other: ForeignOrder): boolean {
  return one.filledQuantity === other.filledQuantity && one.isOpen === other.isOpen && one.quantity === other.quantity;
}
