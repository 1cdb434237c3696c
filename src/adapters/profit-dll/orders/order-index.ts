// Orders of ours by each name the vendor has for them; the one that a record or a result speaks of out.

import { ORDER_SIDE, ORDER_TYPE } from '../calls/order-requests.ts';
import type { VendorMessageResult, VendorOrder } from '../decode/feed-facts.ts';
import type { VendorIds } from './order-id-store.ts';
import type { SentOrder } from './sent-order.ts';

/** Clocks of vendor and host may differ by this. */
const ADOPTION_WINDOW_US = 300_000_000;

export type MessageOf = { readonly command: 'submit' | 'cancel'; readonly order: SentOrder };

export class OrderIndex {
  private readonly byClient = new Map<string, SentOrder>();
  private readonly byLocal = new Map<bigint, SentOrder>();
  private readonly byVendor = new Map<string, SentOrder>();
  private readonly byMessage = new Map<bigint, MessageOf>();

  get all(): Iterable<SentOrder> {
    return this.byClient.values();
  }

  get size(): number {
    return this.byClient.size;
  }

  find(clientOrderId: string): SentOrder | undefined {
    return this.byClient.get(clientOrderId);
  }

  add(order: SentOrder): void {
    this.byClient.set(order.clientOrderId, order);
    if (order.clOrderId !== undefined) this.byVendor.set(order.clOrderId, order);
  }

  /** Gives the order what is known of it; true where something of it is new. */
  bind(order: SentOrder, ids: Partial<VendorIds>): boolean {
    const { localOrderId, messageId, clOrderId } = ids;
    let isNew = false;
    if (localOrderId !== undefined && localOrderId !== order.localOrderId) {
      order.localOrderId = localOrderId;
      this.byLocal.set(localOrderId, order);
      isNew = true;
    }
    if (clOrderId !== undefined && clOrderId !== order.clOrderId) {
      order.clOrderId = clOrderId;
      this.byVendor.set(clOrderId, order);
      isNew = true;
    }
    if (messageId !== undefined && messageId !== order.messageId) {
      order.messageId = messageId;
      this.byMessage.set(messageId, { command: 'submit', order });
      isNew = true;
    }
    return isNew;
  }

  bindCancel(order: SentOrder, messageId: bigint): void {
    this.byMessage.set(messageId, { command: 'cancel', order });
  }

  /** Another run of the vendor process: local ids and messages of the one before mean nothing. */
  forgetRun(): void {
    this.byLocal.clear();
    this.byMessage.clear();
    for (const order of this.byClient.values()) order.localOrderId = undefined;
  }

  ofRecord({ localOrderId, clOrderId }: VendorOrder): SentOrder | undefined {
    const byLocal = localOrderId === 0n ? undefined : this.byLocal.get(localOrderId);
    return byLocal ?? (clOrderId === '' ? undefined : this.byVendor.get(clOrderId));
  }

  ofResult({ localOrderId, messageId, clOrderId }: VendorMessageResult): MessageOf | undefined {
    const byMessage = messageId === 0n ? undefined : this.byMessage.get(messageId);
    if (byMessage !== undefined) return byMessage;
    const order =
      (localOrderId === 0n ? undefined : this.byLocal.get(localOrderId)) ??
      (clOrderId === '' ? undefined : this.byVendor.get(clOrderId));
    // which request is meant is not told: an order on its way to be cancelled hears of that
    return order === undefined ? undefined : { command: order.isCancelOnItsWay ? 'cancel' : 'submit', order };
  }

  /**
   * The orders of ours that nobody could name and that a record of an unknown order fits in every field. After a call without answer,
   * or a crash before it, this is how an order is found again, if there is exactly one.
   */
  adoptable(vendor: VendorOrder): readonly SentOrder[] {
    const found: SentOrder[] = [];
    for (const order of this.byClient.values()) {
      const isNamed = order.localOrderId !== undefined || order.clOrderId !== undefined;
      if (!isNamed && !order.hasEnded && fits(order, vendor)) found.push(order);
    }
    return found;
  }
}

/** The vendor may create an order at any time until the call that sends it has ended. */
function fits({ request, instrument, sentUs, callEndedUs }: SentOrder, vendor: VendorOrder): boolean {
  const { createdUs } = vendor;
  if (createdUs !== undefined) {
    const latestUs = callEndedUs === undefined ? Number.POSITIVE_INFINITY : callEndedUs + ADOPTION_WINDOW_US;
    if (createdUs < sentUs - ADOPTION_WINDOW_US || createdUs > latestUs) return false;
  }
  const half = instrument.grid.tick / 2;
  const isSame = (asked: number | undefined, told: number): boolean =>
    asked === undefined || Math.abs(asked - told) < half;
  return (
    vendor.asset.ticker === instrument.asset.ticker &&
    vendor.side === ORDER_SIDE[request.side] &&
    vendor.type === ORDER_TYPE[request.type] &&
    vendor.quantity === request.quantity &&
    isSame(request.price, vendor.price) &&
    isSame(request.stopPrice, vendor.stopPrice)
  );
}

/** The vendor writes 0 and nothing where it names none. */
export function namesOf({ localOrderId, clOrderId }: VendorOrder | VendorMessageResult): Partial<VendorIds> {
  return {
    localOrderId: localOrderId === 0n ? undefined : localOrderId,
    clOrderId: clOrderId === '' ? undefined : clOrderId,
  };
}
