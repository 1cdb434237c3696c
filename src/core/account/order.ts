// An order of ours as the account knows it: what was asked, what came of it, and the state it is in.

import type { Side } from '../market/side.ts';

export type OrderType = 'market' | 'limit' | 'stopLimit';

/** What the order is for. Entries add risk; stop and target are the two legs of a bracket; exit closes at once. */
export type OrderRole = 'entry' | 'stop' | 'target' | 'exit';

/**
 * States an order passes through.
 * `unknown` is not `rejected`: a command without answer may be alive at the broker, so it keeps its risk until someone knows.
 */
export type OrderStatus =
  | 'pendingNew'
  | 'working'
  | 'partiallyFilled'
  | 'pendingCancel'
  | 'pendingReplace'
  | 'unknown'
  | 'filled'
  | 'cancelled'
  | 'rejected'
  | 'expired';

export interface OrderRequest {
  /** Deterministic: made from epoch, seq and a counter, so that a replay and a restart make the same id. */
  readonly clientOrderId: string;
  readonly strategyId: string;
  readonly instrumentId: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly role: OrderRole;
  /** Contracts, a positive multiple of the lot. */
  readonly quantity: number;
  /** Limit price on the grid; undefined for market orders. */
  readonly price: number | undefined;
  /** Trigger on the grid; only for stopLimit. */
  readonly stopPrice: number | undefined;
  /** Bracket this order belongs to; both legs and the entry share it. */
  readonly bracketId: string | undefined;
}

/** What a change gives an order anew. */
export interface OrderTerms {
  /** Contracts in all, filled ones included. */
  readonly quantity: number;
  readonly price: number | undefined;
  readonly stopPrice: number | undefined;
}

/** How a fill of an entry is to be protected, in prices on the grid; known to the venue's guardian before the entry works. */
export interface BracketPlan {
  readonly stopPrice: number;
  readonly stopLimitPrice: number;
  readonly targetPrice: number;
}

export interface Order extends OrderRequest {
  readonly status: OrderStatus;
  readonly filledQuantity: number;
  /** Volume-weighted price of its fills in points; undefined before the first. */
  readonly averagePrice: number | undefined;
  readonly reason: string | undefined;
}

/** Answer of the venue about one order. Cumulative, so that a lost or repeated message changes nothing. */
export interface OrderUpdate {
  readonly kind: 'orderUpdate';
  readonly clientOrderId: string;
  readonly status: OrderStatus;
  readonly filledQuantity: number;
  readonly reason: string | undefined;
}

/** One execution. `fillId` is unique per venue and order: the same fill told twice counts once. */
export interface Fill {
  readonly kind: 'fill';
  readonly fillId: string;
  readonly clientOrderId: string;
  readonly strategyId: string;
  readonly instrumentId: number;
  readonly side: Side;
  /** Contracts, positive. */
  readonly quantity: number;
  /** Points on the tick grid. */
  readonly price: number;
  /** Fees and exchange costs of this fill in E4 (1/10000 BRL), never negative. */
  readonly costsE4: number;
  /** Exchange time of the execution, microseconds UTC. */
  readonly exchangeTimeUs: number;
  /** True where the order took liquidity. */
  readonly aggressor: boolean;
}
