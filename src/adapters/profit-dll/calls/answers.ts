// What the vendor's questions are answered with, in words: accounts, positions, orders, prices.

import type { AssetName } from '../feed/feed.ts';
import type { AccountKey, OrderKey, PositionTypeName } from './order-requests.ts';

export interface AccountDetails {
  readonly account: AccountKey;
  readonly brokerName: string;
  readonly ownerName: string;
  readonly subOwnerName: string;
  readonly isSubAccount: boolean;
  readonly isEnabled: boolean;
  /** 0 owner, 1 adviser, 2 master, 3 sub-account, 4 risk master, 5 prop office, 6 prop manager; undefined on builds before .30. */
  readonly accountType: number | undefined;
}

/** Quantities in contracts, never negative; `side` tells the direction. */
export interface AccountPosition {
  readonly account: AccountKey;
  readonly asset: AssetName;
  /** Undefined with version 0 of the record, which cannot ask for one: it is then whatever that build counts. */
  readonly positionType: PositionTypeName | undefined;
  readonly side: 'long' | 'short' | 'flat';
  readonly openQuantity: number;
  /** Undefined when flat. */
  readonly openAveragePrice: number | undefined;
  readonly dailyBuyQuantity: number;
  readonly dailyAverageBuyPrice: number | undefined;
  readonly dailySellQuantity: number;
  readonly dailyAverageSellPrice: number | undefined;
  readonly dailyQuantity: number;
  readonly dailyQuantityAvailable: number;
  readonly dailyQuantityBlocked: number;
  readonly dailyQuantityPending: number;
  readonly dailyQuantityAllocated: number;
  readonly dailyQuantityProvisioned: number;
  readonly dailyQuantityD1: number;
  readonly dailyQuantityD2: number;
  readonly dailyQuantityD3: number;
  /** Undefined below version 2 of the record. */
  readonly eventId: bigint | undefined;
  readonly version: number;
}

/** The vendor's wall clock, Brasília; without a zone. */
export interface VendorTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milliseconds: number;
}

/** Both ends are included. */
export interface OrderInterval {
  readonly start: VendorTime;
  readonly end: VendorTime;
}

/** An order as the vendor holds it: numbers of its enums are not interpreted here. */
export interface OrderDetails {
  readonly order: OrderKey;
  readonly account: AccountKey;
  readonly asset: AssetName;
  readonly quantity: number;
  readonly tradedQuantity: number;
  readonly leavesQuantity: number;
  readonly price: number;
  readonly stopPrice: number;
  readonly averagePrice: number;
  readonly orderSide: number;
  readonly orderType: number;
  readonly orderStatus: number;
  readonly validityType: number;
  /** Undefined where the vendor left it empty. */
  readonly date: VendorTime | undefined;
  readonly lastUpdate: VendorTime | undefined;
  readonly closeDate: VendorTime | undefined;
  readonly validityDate: VendorTime | undefined;
  readonly textMessage: string;
  /** Undefined below version 1 of the record. */
  readonly eventId: bigint | undefined;
}

export interface PriceLevel {
  readonly price: number;
  readonly quantity: number;
  readonly orders: number;
  /** True for an entry that is not in the book: the theoretical price of an auction. Its price is −infinity. */
  readonly isTheoretical: boolean;
}

/** Asked of the server; ask again after its callback. */
export interface Waiting {
  readonly kind: 'waiting';
}

export type LastDailyClose = Waiting | { readonly kind: 'close'; readonly price: number };
export type OrdersInInterval = Waiting | { readonly kind: 'loaded' };
/** Records as the feed hands them on: FEED_ORDER or FEED_ASSET messages. */
export type EnumeratedRecords = Waiting | { readonly kind: 'records'; readonly records: Uint8Array };
