// What does not fit about orders in; notes for a person out, each once.

import type { VendorOrder } from '../decode/feed-facts.ts';
import type { SentOrder } from './sent-order.ts';

/** What a person should know. */
export interface OrderNote {
  readonly code: 'contradiction' | 'ambiguous' | 'adopted' | 'otherAccount' | 'storeFailed' | 'unreadableOrder';
  /** What is held is not known any more: nothing may be sent before a person has looked. */
  readonly halts: boolean;
  readonly clientOrderId: string | undefined;
  readonly text: string;
}

type Told = (note: OrderNote, receivedUs: number) => void;

export class OrderNotes {
  private readonly told: Told;
  /** Orders of the vendor that fit several of ours, and orders of ours that it says are of another account. */
  private readonly known = new Set<string>();

  constructor(told: Told) {
    this.told = told;
  }

  note(code: OrderNote['code'], clientOrderId: string | undefined, text: string, receivedUs: number): void {
    const halts = code === 'contradiction' || code === 'ambiguous';
    this.told({ code, halts, clientOrderId, text }, receivedUs);
  }

  unreadable({ localOrderId, result }: VendorOrder, order: SentOrder | undefined, receivedUs: number): void {
    const text = `the vendor announced order ${localOrderId} and answered ${result} when asked for it`;
    this.note('unreadableOrder', order?.clientOrderId, text, receivedUs);
  }

  /** It may be each of several orders of ours; a call that is still on its way will say which. */
  ambiguous(orders: readonly SentOrder[], vendor: VendorOrder, receivedUs: number): void {
    const name = vendor.clOrderId || String(vendor.localOrderId);
    if (this.known.has(name) || orders.some(({ callEndedUs }) => callEndedUs === undefined)) return;
    this.known.add(name);
    const ids = orders.map(({ clientOrderId }) => clientOrderId).join(', ');
    this.note('ambiguous', undefined, `order ${name} of the vendor may be each of ${ids}`, receivedUs);
  }

  /** Ids are the vendor's own word for an order: what else it says of the account does not make it somebody else's. */
  otherAccount({ clientOrderId }: SentOrder, { account, localOrderId }: VendorOrder, receivedUs: number): void {
    if (this.known.has(clientOrderId)) return;
    this.known.add(clientOrderId);
    const name = [account.brokerId, account.accountId, account.subAccountId].join(':');
    this.note(
      'otherAccount',
      clientOrderId,
      `the vendor says that its order ${localOrderId} is of ${name}`,
      receivedUs,
    );
  }
}
