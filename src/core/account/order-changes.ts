// Changes that were asked for and the venue's words about them in; the order with the terms that it has by them out.

import type { Order, OrderTerms } from './order.ts';
import { isFinal, workingStatusOf } from './order-transitions.ts';

export interface OrderChange {
  readonly terms: OrderTerms;
  /** What the order had before: a refusal may come after the venue had taken the change. */
  readonly former: OrderTerms;
  readonly isAccepted: boolean;
}

/** The last change of each order. Accepted means handed over; it is done when the order works again. */
export class OrderChanges {
  private readonly changes = new Map<string, OrderChange>();

  clear(): void {
    this.changes.clear();
  }

  /** The last one that was asked for and not refused. */
  of(clientOrderId: string): OrderChange | undefined {
    return this.changes.get(clientOrderId);
  }

  /** One of an earlier process. */
  restore(clientOrderId: string, change: OrderChange): void {
    this.changes.set(clientOrderId, change);
  }

  ask(order: Order, terms: OrderTerms): Order {
    const { quantity, price, stopPrice } = order;
    this.changes.set(order.clientOrderId, { terms, former: { quantity, price, stopPrice }, isAccepted: false });
    return { ...order, status: 'pendingReplace' };
  }

  onResult(order: Order, outcome: 'accepted' | 'refused' | 'unknown'): Order {
    const change = this.changes.get(order.clientOrderId);
    if (change === undefined || isFinal(order.status)) return order;
    const isPending = order.status === 'pendingReplace';
    if (outcome === 'refused') {
      this.changes.delete(order.clientOrderId);
      return { ...order, ...change.former, status: isPending ? workingStatusOf(order) : order.status };
    }
    if (outcome === 'unknown') return order;
    this.changes.set(order.clientOrderId, { ...change, isAccepted: true });
    return isPending ? order : { ...order, ...change.terms };
  }

  /** `next` is what an answer has made of `order`: one that works again after its change was accepted has the new terms. */
  onUpdate(order: Order, next: Order): Order {
    const change = this.changes.get(order.clientOrderId);
    const isDone =
      order.status === 'pendingReplace' && (next.status === 'working' || next.status === 'partiallyFilled');
    return change?.isAccepted === true && isDone ? { ...next, ...change.terms } : next;
  }

  /** More has filled than the order had without its change: it has the terms of the change, whatever was said of it. */
  grown(order: Order | undefined, filledQuantity: number): Order | undefined {
    const terms = order === undefined ? undefined : this.changes.get(order.clientOrderId)?.terms;
    if (order === undefined || terms === undefined || filledQuantity <= order.quantity) return order;
    return filledQuantity > terms.quantity ? order : { ...order, ...terms };
  }
}
