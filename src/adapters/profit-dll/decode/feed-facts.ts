// What the vendor says that is no event of the market: states, accounts, orders, results, asset data, losses; and who is told.

import type { PriceGrid } from '../../../core/market/instrument.ts';
import type { AssetName } from '../feed/feed.ts';

/** An account by the vendor's names; `subAccountId` is empty for the account itself. */
export interface AccountName {
  readonly brokerId: number;
  readonly accountId: string;
  readonly subAccountId: string;
}

/** An order as GetOrderDetails or an enumeration tells it. Numbers of side, type, status and validity are the vendor's. */
export interface VendorOrder {
  /** What GetOrderDetails answered; where it is not 0 only the two ids mean something. */
  readonly result: number;
  readonly account: AccountName;
  readonly asset: AssetName;
  /** Valid while the vendor process lives; 0 where the vendor names none. */
  readonly localOrderId: bigint;
  /** Valid for good; empty until the vendor has given one. */
  readonly clOrderId: string;
  readonly quantity: number;
  readonly traded: number;
  readonly leaves: number;
  readonly price: number;
  readonly stopPrice: number;
  readonly averagePrice: number;
  readonly eventId: bigint;
  /** Microseconds UTC; undefined where the vendor gives none. */
  readonly createdUs: number | undefined;
  readonly updatedUs: number | undefined;
  readonly closedUs: number | undefined;
  readonly validUntilUs: number | undefined;
  readonly side: number;
  readonly type: number;
  readonly status: number;
  readonly validity: number;
  readonly text: string;
}

/** What became of a request on its way to the market. */
export interface VendorMessageResult {
  readonly brokerId: number;
  /** 0 where the vendor names none: then `messageId` says which request is meant. */
  readonly localOrderId: bigint;
  readonly messageId: bigint;
  readonly code: number;
  readonly clOrderId: string;
  readonly message: string;
}

/** Prices in points, quantities in contracts; texts as the vendor writes them. */
export interface VendorAssetInfo {
  readonly minimum: number;
  readonly maximum: number;
  readonly lot: number;
  readonly securityType: number;
  readonly subType: number;
  readonly minIncrement: number;
  readonly multiplier: number;
  readonly name: string;
  readonly description: string;
  readonly validDate: string;
  readonly isin: string;
  readonly sector: string;
  readonly subSector: string;
  readonly segment: string;
}

export type FeedFact =
  /** The feed has numbered an asset; `isFollowed` where its events are decoded. */
  | { readonly kind: 'asset'; readonly asset: AssetName; readonly isFollowed: boolean }
  /** Connection: type 0 login, 1 routing, 2 market data, 3 activation. */
  | { readonly kind: 'state'; readonly type: number; readonly result: number }
  /** Of a history request of the asset, 1 to 100. */
  | { readonly kind: 'progress'; readonly asset: AssetName; readonly progress: number }
  /** 0 responsive, 1 frozen. */
  | { readonly kind: 'health'; readonly status: number }
  | { readonly kind: 'invalidTicker'; readonly asset: AssetName }
  | { readonly kind: 'brokerAccounts'; readonly brokerId: number; readonly changed: number }
  | { readonly kind: 'subAccounts'; readonly account: AccountName }
  | {
      readonly kind: 'account';
      readonly account: AccountName;
      readonly brokerName: string;
      readonly holder: string;
    }
  | { readonly kind: 'order'; readonly order: VendorOrder }
  /** The orders of the account's history are loaded. */
  | { readonly kind: 'orderHistory'; readonly account: AccountName }
  /** A position changed; `asset` undefined: the whole list. */
  | {
      readonly kind: 'positions';
      readonly account: AccountName;
      readonly asset: AssetName | undefined;
      readonly eventId: bigint;
    }
  | { readonly kind: 'messageResult'; readonly result: VendorMessageResult }
  | { readonly kind: 'assetInfo'; readonly asset: AssetName; readonly info: VendorAssetInfo }
  /** Corporate action of a share: its value by which prices change. */
  | {
      readonly kind: 'adjustment';
      readonly asset: AssetName;
      readonly value: number;
      readonly multiplier: number;
      readonly flags: number;
      readonly type: string;
      readonly date: string;
    }
  /** The record that the vendor marks as the last of a history request. */
  | { readonly kind: 'historyEnd'; readonly asset: AssetName }
  /** A trade that the vendor announced and could not translate: it is lost. */
  | {
      readonly kind: 'untranslated';
      readonly asset: AssetName;
      readonly isHistory: boolean;
      readonly result: number;
    }
  /** The feed had no room for market messages of this span of time (microseconds UTC). Books are not whole until the next full one. */
  | { readonly kind: 'overflow'; readonly lost: number; readonly firstUs: number; readonly lastUs: number }
  /** The book of offers no longer agrees with its changes: subscribe anew. Its levels were cleared. */
  | {
      readonly kind: 'bookLost';
      readonly asset: AssetName;
      readonly instrumentId: number;
      readonly reason: string;
    }
  /** A message that cannot be read; `record` counts from 0 since the decoder began. Nothing of it was used. */
  | { readonly kind: 'damaged'; readonly record: number; readonly reason: string };

/**
 * A change of a single offer, for the part `orders`: action and flags as in core/market/order-message.ts, price in points (0 where
 * the offer has none), quantity as the action says, `orderId` 0 where the vendor names none or one too large, agent 0 for none.
 * Scalars, since there may be thousands a second.
 */
export type OfferChange = [
  exchangeTimeUs: number,
  receivedTimeUs: number,
  action: number,
  flags: number,
  orderId: number,
  price: number,
  quantity: number,
  agent: number,
];

/** Called while records are decoded: takes what it wants and returns. */
export interface FeedSink {
  fact(fact: FeedFact, receivedTimeUs: number): void;
  offer?(instrumentId: number, ...change: OfferChange): void;
}

/** Which messages make the book of an instrument: books of levels, single offers, or none. */
export type BookOrigin = 'depth' | 'offers' | 'none';

/** An asset whose market events are wanted. */
export interface FollowedInstrument {
  /** Number of the instrument in the events. */
  readonly instrumentId: number;
  readonly grid: PriceGrid;
  readonly book: BookOrigin;
}

/** Who decides what is followed; asked when the feed numbers an asset and after `instrumentsChanged`. */
export type InstrumentLookup = (asset: AssetName) => FollowedInstrument | undefined;

/** Nanoseconds of the records' clock to microseconds UTC, whole and never going back. */
export type ReceiveClock = (timeNs: number) => number;
