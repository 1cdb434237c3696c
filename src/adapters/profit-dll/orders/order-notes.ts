// What does not fit about orders in; notes for a person out, each once.

import type { VendorOrder } from '../decode/feed-facts.ts';
import type { SentOrder } from './sent-order.ts';

/** What a person should know. */
export interface OrderNote {
  readonly code:
    | 'contradiction'
    | 'severalCandidates'
    | 'missing'
    | 'neverArrived'
    | 'adopted'
    | 'otherAccount'
    | 'storeFailed'
    | 'unreadableOrder'
    | 'averageOffGrid';
  /** What is held is not known any more: nothing may be sent before a person has looked. */
  readonly halts: boolean;
  readonly clientOrderId: string | undefined;
  readonly text: string;
}

type Told = (note: OrderNote, receivedUs: number) => void;

export class OrderNotes {
  private readonly told: Told;
  /** Orders of the vendor that fit one of ours beside another, and orders of ours that it says are of another account. */
  private readonly known = new Set<string>();

  constructor(told: Told) {
    this.told = told;
  }

  note(code: OrderNote['code'], clientOrderId: string | undefined, text: string, receivedUs: number): void {
    const halts = code === 'contradiction' || code === 'missing';
    this.told({ code, halts, clientOrderId, text }, receivedUs);
  }

  unreadable({ localOrderId, result }: VendorOrder, order: SentOrder | undefined, receivedUs: number): void {
    const text = `the vendor announced order ${localOrderId} and answered ${result} when asked for it`;
    this.note('unreadableOrder', order?.clientOrderId, text, receivedUs);
  }

  /** Two orders of the vendor may each be the one of ours. Where both are taken back nothing has to halt. */
  several({ clientOrderId }: SentOrder, vendor: VendorOrder, isTakenBack: boolean, receivedUs: number): void {
    const name = vendor.clOrderId || String(vendor.localOrderId);
    if (this.known.has(name)) return;
    this.known.add(name);
    const what = isTakenBack ? 'all of them are cancelled' : 'a person has to look';
    const text = `order ${name} of the vendor fits it as well as the one that was taken to be it: ${what}`;
    this.told({ code: 'severalCandidates', halts: !isTakenBack, clientOrderId, text }, receivedUs);
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
