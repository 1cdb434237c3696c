// Orders of ours by each name the vendor has for them; the one that a record or a result speaks of out.

import type { VendorMessageResult, VendorOrder } from '../decode/feed-facts.ts';
import type { VendorIds } from './order-id-store.ts';
import { fingerprintOf, hasTerms, isLike } from './order-terms.ts';
import type { SentOrder } from './sent-order.ts';

/** Clocks of vendor and host may differ by this. */
const ADOPTION_WINDOW_US = 300_000_000;

export type MessageOf = { readonly command: 'submit' | 'change' | 'cancel'; readonly order: SentOrder };

export class OrderIndex {
  private readonly byClient = new Map<string, SentOrder>();
  private readonly byLocal = new Map<bigint, SentOrder>();
  private readonly byVendor = new Map<string, SentOrder>();
  private readonly byMessage = new Map<bigint, MessageOf>();
  private readonly byPrint = new Map<string, SentOrder[]>();

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
    this.addPrint(order);
  }

  /** After its terms have become others, too. */
  addPrint(order: SentOrder): void {
    for (const terms of order.possibleTerms) {
      const { quantity, price, stopPrice } = terms;
      const print = fingerprintOf({ ...order.request, quantity, price, stopPrice }, order.instrument);
      const alike = this.byPrint.get(print);
      if (alike === undefined) this.byPrint.set(print, [order]);
      else if (!alike.includes(order)) alike.push(order);
    }
  }

  /** Orders that were sent with these fields, oldest first. */
  ofPrint(print: string): readonly SentOrder[] {
    return this.byPrint.get(print) ?? [];
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

  bindMessage(command: 'change' | 'cancel', order: SentOrder, messageId: bigint): void {
    this.byMessage.set(messageId, { command, order });
  }

  /** Another run of the vendor process: local ids and messages of the one before mean nothing. */
  forgetRun(): void {
    this.byLocal.clear();
    this.byMessage.clear();
    for (const order of this.byClient.values()) order.forgetRun();
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
    if (order === undefined) return undefined;
    const command = order.isCancelOnItsWay ? 'cancel' : order.isChangeOnItsWay ? 'change' : 'submit';
    return { command, order };
  }

  /**
   * The orders of ours that nobody could name and that a record of an unknown order fits in every field, oldest first. After a call without
   * answer, or a crash before it, this is how an order is found again.
   */
  adoptable(vendor: VendorOrder): readonly SentOrder[] {
    return this.fitting(vendor, (order) => !order.isNamed && !order.hasEnded);
  }

  /** Orders of ours that were found by their fields and that another record fits as well. */
  takenByFields(vendor: VendorOrder): readonly SentOrder[] {
    return this.fitting(vendor, (order) => order.isTakenByFields);
  }

  private fitting(vendor: VendorOrder, isOne: (order: SentOrder) => boolean): readonly SentOrder[] {
    const found: SentOrder[] = [];
    for (const order of this.byClient.values()) if (isOne(order) && fits(order, vendor)) found.push(order);
    return found;
  }
}

/** The vendor may create an order at any time until the call that sends it has ended. */
function fits({ request, instrument, sentUs, callEndedUs, possibleTerms }: SentOrder, vendor: VendorOrder): boolean {
  const { createdUs } = vendor;
  if (createdUs !== undefined) {
    const latestUs = callEndedUs === undefined ? Number.POSITIVE_INFINITY : callEndedUs + ADOPTION_WINDOW_US;
    if (createdUs < sentUs - ADOPTION_WINDOW_US || createdUs > latestUs) return false;
  }
  const { tick } = instrument.grid;
  return isLike(vendor, request, instrument) && possibleTerms.some((terms) => hasTerms(vendor, terms, tick));
}

/** The vendor writes 0 and nothing where it names none. */
export function namesOf({ localOrderId, clOrderId }: VendorOrder | VendorMessageResult): Partial<VendorIds> {
  return {
    localOrderId: localOrderId === 0n ? undefined : localOrderId,
    clOrderId: clOrderId === '' ? undefined : clOrderId,
  };
}
