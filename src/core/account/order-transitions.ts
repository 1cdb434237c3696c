// The order transition table: which status may follow which, and what an answer that fits no row means.

import { assert } from '../assert.ts';
import type { Order, OrderRequest, OrderStatus, OrderUpdate } from './order.ts';

const ends = ['filled', 'cancelled', 'rejected', 'expired'] as const;
/** What may be the next word about any order that lives: answers overtake each other. */
const anyNews = ['partiallyFilled', ...ends, 'pendingCancel', 'unknown'] as const;

const next: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  // a fill or a cancel may be the first word about an order
  pendingNew: ['working', 'pendingReplace', ...anyNews],
  working: ['pendingReplace', ...anyNews],
  partiallyFilled: ['pendingReplace', ...anyNews],
  // a cancel may lose the race (filled), be refused (working again), or win
  pendingCancel: ['working', ...anyNews],
  pendingReplace: ['working', ...anyNews],
  // the terms of a change may be of either kind meanwhile: working or partly filled says that it is over
  unknown: ['working', 'pendingReplace', ...anyNews],
  // an exchange can fill what it has just told us is cancelled or expired; the fill is real, the status was early. Libraries that
  // call orders ended too early are known: their adapter holds such a word back, so that an end is one here
  cancelled: ['filled', 'partiallyFilled'],
  expired: ['filled', 'partiallyFilled'],
  rejected: [],
  filled: [],
};

const final: ReadonlySet<OrderStatus> = new Set(ends);

/** True when the venue says that nothing more happens to the order. */
export function isFinal(status: OrderStatus): boolean {
  return final.has(status);
}

/** True when the table has the row. Repeating a status is always allowed and changes nothing. */
export function mayFollow(from: OrderStatus, to: OrderStatus): boolean {
  return from === to || next[from].includes(to);
}

/** The status of an order that works, by what it has filled. */
export function workingStatusOf({ filledQuantity }: Order): 'working' | 'partiallyFilled' {
  return filledQuantity > 0 ? 'partiallyFilled' : 'working';
}

export function newOrder(request: OrderRequest): Order {
  assert(request.quantity > 0, `order ${request.clientOrderId}: quantity must be positive, is ${request.quantity}`);
  return { ...request, status: 'pendingNew', filledQuantity: 0, averagePrice: undefined, reason: undefined };
}

export type Transition =
  | { readonly kind: 'applied'; readonly order: Order }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'contradiction'; readonly reason: string };

/**
 * Applies one answer of the venue. Late and repeated answers are ignored with their reason; an answer that the table has no
 * row for, or that takes fills back, is a contradiction: the caller halts and reconciles.
 */
export function applyUpdate(order: Order, update: OrderUpdate): Transition {
  if (update.filledQuantity > order.quantity) {
    return { kind: 'contradiction', reason: `filled ${update.filledQuantity} of ${order.quantity}` };
  }
  if (update.filledQuantity < order.filledQuantity) {
    return {
      kind: 'ignored',
      reason: `late answer: ${update.filledQuantity} filled, ${order.filledQuantity} already known`,
    };
  }
  if (isFinal(order.status) && update.status !== order.status && update.filledQuantity === order.filledQuantity) {
    return { kind: 'ignored', reason: `late answer ${update.status} after ${order.status}` };
  }
  const filledQuantity = Math.max(order.filledQuantity, update.filledQuantity);
  // an order that works on after a fill, or after a cancel that was refused, is partly filled whatever word is used
  const status = update.status === 'working' && filledQuantity > 0 ? 'partiallyFilled' : update.status;
  if (!mayFollow(order.status, status)) {
    const reason = `${status} cannot follow ${order.status}`;
    // answers cross each other and repeat; only fills that do not add up change what is held
    return update.filledQuantity === order.filledQuantity
      ? { kind: 'ignored', reason: `late answer: ${reason}` }
      : { kind: 'contradiction', reason };
  }
  return {
    kind: 'applied',
    order: { ...order, status, filledQuantity, reason: update.reason ?? order.reason },
  };
}
