// An order of ours as the guardian follows it: what was asked, how far it is, and whether the venue has spoken of it.

import type { BracketPlan, OrderRequest, OrderStatus } from '../../../core/account/order.ts';
import { isFinal } from '../../../core/account/order-transitions.ts';

export interface GuardedOrder {
  /** With the host's id of the instrument. */
  readonly request: OrderRequest;
  /** Of an entry. */
  readonly plan: BracketPlan | undefined;
  readonly isGuardians: boolean;
  sentUs: number;
  status: OrderStatus;
  /** Contracts; changes grow or shrink them. */
  quantity: number;
  price: number | undefined;
  stopPrice: number | undefined;
  filled: number;
  /** The venue has spoken of it: it got there. */
  wasSeen: boolean;
  /** When the guardian asked for its cancel last, microseconds UTC. */
  cancelUs: number | undefined;
  /** How often. */
  cancels: number;
  readonly fillIds: Set<string>;
  /** Contracts of those fills. */
  fillSum: number;
}

export function guardedOrder(
  request: OrderRequest,
  plan: BracketPlan | undefined,
  isGuardians: boolean,
  sentUs: number,
): GuardedOrder {
  const { quantity, price, stopPrice } = request;
  const state = { status: 'pendingNew', filled: 0, wasSeen: false, fillSum: 0 } as const;
  return {
    ...{ request, plan, isGuardians, sentUs, quantity, price, stopPrice },
    ...state,
    cancelUs: undefined,
    cancels: 0,
    fillIds: new Set(),
  };
}

/** Contracts that may still trade; of an order nobody knows about all that is left of it. */
export function openOf({ status, quantity, filled }: GuardedOrder): number {
  return isFinal(status) ? 0 : Math.max(0, quantity - filled);
}
