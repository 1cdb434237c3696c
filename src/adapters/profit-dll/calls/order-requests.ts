// What can be asked of the broker, in words; the numbers of the vendor for them stand here too.

import type { AssetName } from '../feed/feed.ts';

/** A trading account by the vendor's key. */
export interface AccountKey {
  readonly brokerId: number;
  readonly accountId: string;
  readonly subAccountId?: string | undefined;
}

/** Either id names the order. Local ids live as long as the process; the ClOrdID arrives with a later callback. */
export interface OrderKey {
  readonly localOrderId?: bigint | undefined;
  readonly clOrderId?: string | undefined;
}

export const ORDER_TYPE = { market: 1, limit: 2, stopLimit: 4 } as const;
export const ORDER_SIDE = { buy: 1, sell: 2 } as const;
export const POSITION_TYPE = { dayTrade: 1, consolidated: 2 } as const;
export type OrderSideName = keyof typeof ORDER_SIDE;
export type PositionTypeName = keyof typeof POSITION_TYPE;

/** What the vendor wants where a price is not meant. */
export const NO_PRICE = -1;
/** What stands in a message id until the vendor has written one. */
export const NO_MESSAGE_ID = -1n;

interface Routed {
  readonly account: AccountKey;
  /** The routing password, which is not that of the login. Some simulation accounts need none. */
  readonly password: string;
}

export interface SendOrderRequest extends Routed {
  /** The dated ticker: continuous names are refused by the broker. */
  readonly asset: AssetName;
  readonly side: OrderSideName;
  readonly quantity: number;
  readonly order:
    | { readonly type: 'market' }
    | { readonly type: 'limit'; readonly price: number }
    | { readonly type: 'stopLimit'; readonly price: number; readonly stopPrice: number };
}

export interface ChangeOrderRequest extends Routed {
  readonly order: OrderKey;
  /** New limit price; undefined for an order without one. */
  readonly price: number | undefined;
  readonly stopPrice?: number | undefined;
  readonly quantity: number;
}

export interface CancelOrderRequest extends Routed {
  readonly order: OrderKey;
}

export interface CancelOrdersRequest extends Routed {
  readonly asset: AssetName;
}

export type CancelAllOrdersRequest = Routed;

export interface ZeroPositionRequest extends Routed {
  readonly asset: AssetName;
  readonly positionType: PositionTypeName;
  /** Limit price; undefined zeroes at market. */
  readonly price?: number | undefined;
}

/** What the vendor answers to a new order. */
export interface SentOrder {
  /** Undefined if the vendor gave 0: the order is then known by its message id. */
  readonly localOrderId: bigint | undefined;
  /** Undefined if the vendor wrote none, as builds before message ids do. */
  readonly messageId: bigint | undefined;
  /** Version byte that was accepted. */
  readonly version: number;
}

export interface SentRequest {
  readonly messageId: bigint | undefined;
  readonly version: number;
}
