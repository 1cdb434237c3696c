// The protection of one filled slice of an entry: a stop and a target that exclude each other, as the account sees them.

import type { Order } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import type { Side } from '../market/side.ts';

export interface Bracket {
  /** Client order id of the entry: entry and legs carry it as their bracketId. */
  readonly entryId: string;
  /** Side of the position it protects. */
  readonly side: Side;
  readonly stopTicks: number;
  readonly stopLimitTicks: number;
  readonly targetTicks: number;
  /** Contracts still protected; below 0 when both legs filled at once. */
  remaining: number;
  stopId: string | undefined;
  targetId: string | undefined;
  /** Both legs are to go; what they leave is closed at market. */
  closing: boolean;
  /** The target was refused or expired: told once, the stop stays. */
  targetLost?: boolean;
}

/** Contracts an order may still trade; 0 when it is finished or absent. */
export function openQuantity(order: Order | undefined): number {
  return order === undefined || isFinal(order.status) ? 0 : order.quantity - order.filledQuantity;
}
