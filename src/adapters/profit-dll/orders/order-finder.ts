// Records that name no order of ours, and readings of all orders, in; the order of ours that a record is of, or what is missing, out.

import type { VendorOrder } from '../decode/feed-facts.ts';
import { type Absence, Absences, type WholeRead } from './absences.ts';
import type { OrderAlterations } from './order-alterations.ts';
import type { OrderTeller } from './order-teller.ts';
import type { SentOrder } from './sent-order.ts';

export interface OrderFinderOptions {
  readonly teller: OrderTeller;
  readonly alterations: OrderAlterations;
  /** Nobody else trades on the account: what may be ours may be taken back. */
  readonly isExclusive: () => boolean;
}

export class OrderFinder {
  private readonly options: OrderFinderOptions;
  private readonly absences = new Absences();
  /** When orders of others were seen first, by their lasting id: what was there before an order of ours was sent is not that. */
  private readonly strangers = new Map<string, number>();

  constructor(options: OrderFinderOptions) {
    this.options = options;
  }

  isMissing(clientOrderId: string): boolean {
    return this.absences.isMissing(clientOrderId);
  }

  /** The order of ours that nobody could name and that the record is of. */
  adopt(vendor: VendorOrder, receivedUs: number): SentOrder | undefined {
    const { teller } = this.options;
    const isNew = ({ sentUs }: SentOrder): boolean => (this.strangers.get(vendor.clOrderId) ?? sentUs) >= sentUs;
    const found = teller.index.adoptable(vendor).filter(isNew);
    // of several nothing at the vendor tells which is which, so it makes no difference
    const [order] = found;
    if (order === undefined) {
      const [rival] = teller.index.takenByFields(vendor).filter(isNew);
      if (rival !== undefined) this.several(rival, vendor, receivedUs);
      this.stranger(vendor, receivedUs);
      return undefined;
    }
    // a call that is still on its way will say which one it is
    if (found.length > 1 && found.some(({ callEndedUs }) => callEndedUs === undefined)) return undefined;
    order.isTakenByFields = true;
    this.absences.forget(order.clientOrderId);
    const text = `order ${vendor.clOrderId || vendor.localOrderId} of the vendor is taken to be it: it fits in every field`;
    teller.notes.note('adopted', order.clientOrderId, text, receivedUs);
    return order;
  }

  /** `orders`: all that the vendor shows. Says of each order that is not among them what that means. */
  read(orders: readonly VendorOrder[], read: WholeRead): void {
    const { teller } = this.options;
    const nowUs = teller.nowUs();
    const shown = new Set<SentOrder | undefined>(orders.map((vendor) => teller.index.ofRecord(vendor)));
    for (const order of teller.index.all) {
      const { clientOrderId, callEndedUs } = order;
      if (order.hasEnded || shown.has(order)) this.absences.forget(clientOrderId);
      else if (callEndedUs !== undefined) {
        const known = this.absences.isMissing(clientOrderId);
        const absence = this.absences.absent(clientOrderId, callEndedUs, order.seenUs ?? 0, read, nowUs);
        this.tellAbsent(order, known, absence, nowUs);
      }
    }
  }

  /** An order of which only a new login can say more. */
  needsLogin(login: Pick<WholeRead, 'run' | 'startedUs'>): SentOrder | undefined {
    for (const order of this.options.teller.index.all) {
      const { clientOrderId, callEndedUs } = order;
      if (order.hasEnded || order.isNamed || callEndedUs === undefined) continue;
      if (this.absences.needsLogin(clientOrderId, callEndedUs, login)) return order;
    }
    return undefined;
  }

  private tellAbsent(order: SentOrder, wasMissing: boolean, absence: Absence, nowUs: number): void {
    const { teller } = this.options;
    const { clientOrderId } = order;
    if (absence === 'tooEarly') return;
    if (absence === 'neverArrived' && !order.isNamed) {
      this.absences.forget(clientOrderId);
      const reason = 'never reached the broker';
      teller.notes.note('neverArrived', clientOrderId, 'two logins do not know it: it never reached the broker', nowUs);
      return teller.tell(order, order.becomes('rejected', reason), nowUs);
    }
    if (wasMissing) return;
    const text = order.isNamed
      ? `the vendor does not show order ${order.clOrderId ?? order.localOrderId} any more`
      : 'nobody knows what became of it: the vendor has not shown it since it was sent';
    teller.notes.note('missing', clientOrderId, text, nowUs);
    if (order.status !== 'unknown') teller.tell(order, order.becomes('unknown', text), nowUs);
  }

  /** More orders of the vendor fit than were sent. */
  private several(order: SentOrder, vendor: VendorOrder, receivedUs: number): void {
    const { teller, alterations, isExclusive } = this.options;
    const isTakenBack = isExclusive();
    teller.notes.several(order, vendor, isTakenBack, receivedUs);
    if (!isTakenBack) return;
    if (!order.hasEnded && !order.isCancelOnItsWay) alterations.cancel(order);
    if (vendor.leaves > 0 && vendor.closedUs === undefined) alterations.takeBack(vendor);
  }

  private stranger(vendor: VendorOrder, receivedUs: number): void {
    const { clOrderId } = vendor;
    if (clOrderId !== '' && !this.strangers.has(clOrderId)) this.strangers.set(clOrderId, receivedUs);
    this.options.teller.sink.foreign(vendor, receivedUs);
  }
}
