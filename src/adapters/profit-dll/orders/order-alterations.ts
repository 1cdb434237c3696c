// Cancels and changes of orders that were sent in; the calls for them out, with what became of each.

import type { OrderCommand } from '../../../core/execution/order-command.ts';
import type { OrderKey, SentRequest } from '../calls/order-requests.ts';
import type { AccountName, VendorOrder } from '../decode/feed-facts.ts';
import type { CallOutcome, OrderCalls } from './order-calls.ts';
import type { OrderTeller } from './order-teller.ts';
import type { OrderTerms } from './order-terms.ts';
import { faultOf } from './outgoing-order.ts';
import type { SentOrder } from './sent-order.ts';
import { failureOf } from './vendor-status.ts';

export type ChangeCommand = Extract<OrderCommand, { kind: 'change' }>;

export interface AlterationsOptions {
  readonly account: AccountName;
  readonly calls: OrderCalls;
  readonly teller: OrderTeller;
}

export class OrderAlterations {
  private readonly options: AlterationsOptions;
  /** Orders that are not of our store and are being taken back, by their lasting id. */
  private readonly takenBack = new Set<string>();

  constructor(options: AlterationsOptions) {
    this.options = options;
  }

  /** The order was sent. */
  cancel(order: SentOrder): void {
    const { teller } = this.options;
    const { clientOrderId } = order;
    if (order.hasEnded) {
      teller.again(order);
      return teller.result('cancel', clientOrderId, 'refused', `the order is ${order.status}`);
    }
    order.markPendingCancel(teller.nowUs());
    const key = keyOf(order);
    // without a name the vendor cannot be asked: it is done as soon as there is one
    order.wantsCancel = key === undefined;
    if (key === undefined || order.isCancelOnItsWay) return;
    order.isCancelOnItsWay = true;
    void this.callCancel(key).then((outcome) => {
      order.isCancelOnItsWay = false;
      if (outcome.kind !== 'answered') {
        if (failureOf(outcome) === 'refused') order.cancelRefused();
        return teller.result('cancel', clientOrderId, failureOf(outcome), outcome.reason);
      }
      if (outcome.value.messageId !== undefined) teller.index.bindMessage('cancel', order, outcome.value.messageId);
      teller.result('cancel', clientOrderId, 'accepted', undefined);
    });
  }

  /** Takes back an order of the vendor that may be one of ours beside another; only where the account is ours alone. */
  takeBack({ localOrderId, clOrderId }: VendorOrder): void {
    const name = clOrderId === '' ? String(localOrderId) : clOrderId;
    if (this.takenBack.has(name)) return;
    this.takenBack.add(name);
    const key = clOrderId === '' ? { localOrderId } : { clOrderId };
    void this.callCancel(key).then(() => this.takenBack.delete(name));
  }

  change(order: SentOrder, { quantity, price, stopPrice }: ChangeCommand): void {
    const { teller } = this.options;
    const { clientOrderId } = order;
    const key = keyOf(order);
    const terms: OrderTerms = { quantity, price, stopPrice };
    const fault =
      this.whyNotChanged(order, terms) ?? (key === undefined ? 'the vendor has not named it yet' : undefined);
    const nowUs = teller.nowUs();
    const failure = fault ?? teller.kept.wantChange(order, terms, nowUs);
    if (failure !== undefined || key === undefined) {
      if (order.hasEnded) teller.again(order);
      return teller.result('change', clientOrderId, 'refused', failure);
    }
    order.wantChange(terms, nowUs);
    teller.index.addPrint(order);
    teller.tell(order, order.becomes('pendingReplace', 'a change was asked for'), nowUs);
    order.isChangeOnItsWay = true;
    void this.callChange(key, terms).then((outcome) => {
      order.isChangeOnItsWay = false;
      if (outcome.kind === 'answered') {
        if (outcome.value.messageId !== undefined) teller.index.bindMessage('change', order, outcome.value.messageId);
        return teller.result('change', clientOrderId, 'accepted', undefined);
      }
      const what = failureOf(outcome);
      if (what === 'refused') this.changeRefused(order, outcome.reason);
      else teller.sink.readOrders();
      teller.result('change', clientOrderId, what, outcome.reason);
    });
  }

  changeRefused(order: SentOrder, reason: string): void {
    const { teller } = this.options;
    const nowUs = teller.nowUs();
    teller.tell(order, order.changeRefused(reason), nowUs);
    teller.kept.change(order, nowUs);
  }

  private whyNotChanged(order: SentOrder, terms: OrderTerms): string | undefined {
    if (order.hasEnded) return `the order is ${order.status}`;
    if (order.isChangeOnItsWay) return 'a change of it is on its way';
    if (terms.quantity <= order.filledQuantity) return `${order.filledQuantity} contracts of it have traded`;
    if (order.request.type === 'market') return 'an order at market has nothing to change';
    return faultOf({ ...order.request, ...terms }, order.instrument);
  }

  private callCancel(order: OrderKey): Promise<CallOutcome<SentRequest>> {
    const { account, calls } = this.options;
    return calls.cancelOrder({ account, order }).catch(lostOf);
  }

  private callChange(order: OrderKey, { quantity, price, stopPrice }: OrderTerms): Promise<CallOutcome<SentRequest>> {
    const { account, calls } = this.options;
    return calls.changeOrder({ account, order, quantity, price, stopPrice }).catch(lostOf);
  }
}

const lostOf = (error: unknown): CallOutcome<SentRequest> => ({ kind: 'lost', reason: String(error) });

function keyOf({ localOrderId, clOrderId }: SentOrder): OrderKey | undefined {
  if (clOrderId !== undefined) return { localOrderId, clOrderId };
  return localOrderId === undefined ? undefined : { localOrderId };
}
