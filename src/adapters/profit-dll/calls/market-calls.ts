// Subscriptions, depth, history and facts of an asset.

import { VendorRecord } from '../abi/record.ts';
import type { AssetName } from '../feed/feed.ts';
import { nlValue } from '../nl-codes.ts';
import { checked } from '../vendor-error.ts';
import type { LastDailyClose, PriceLevel, VendorTime } from './answers.ts';
import type { VendorCalls } from './vendor-calls.ts';
import { assetRecord, quantityOf, timeText } from './vendor-records.ts';

const BOOK_SIDE = { buy: 0, sell: 1 } as const;
const THEORETICAL = 1;

/** What can be subscribed to by ticker and exchange letter. */
export type SubscriptionName = 'Ticker' | 'OfferBook' | 'PriceBook' | 'PriceDepth' | 'AdjustHistory';

export async function subscribe(calls: VendorCalls, what: SubscriptionName, asset: AssetName): Promise<void> {
  await changeSubscription(calls, `Subscribe${what}`, asset);
}

export async function unsubscribe(calls: VendorCalls, what: SubscriptionName, asset: AssetName): Promise<void> {
  await changeSubscription(calls, `Unsubscribe${what}`, asset);
}

async function changeSubscription(
  calls: VendorCalls,
  name: `${'Subscribe' | 'Unsubscribe'}${SubscriptionName}`,
  asset: AssetName,
): Promise<void> {
  const isByRecord = name === 'SubscribePriceDepth' || name === 'UnsubscribePriceDepth';
  const args = isByRecord ? [assetRecord(asset)] : [asset.ticker, asset.exchange];
  checked(name, await calls.call32('subscribe', name, ...args));
}

/** Number of price levels of a side. */
export async function getPriceDepthCount(calls: VendorCalls, asset: AssetName, side: 'buy' | 'sell'): Promise<number> {
  const answer = await calls.call32('read', 'GetPriceDepthSideCount', assetRecord(asset), BOOK_SIDE[side]);
  return checked('GetPriceDepthSideCount', answer);
}

/** One level, 0 the best. Outside of the callback the book may have moved since the count was read. */
export async function getPriceLevel(
  calls: VendorCalls,
  asset: AssetName,
  side: 'buy' | 'sell',
  position: number,
): Promise<PriceLevel> {
  const group = new VendorRecord('TConnectorPriceGroup');
  const answer = await calls.call32('read', 'GetPriceGroup', assetRecord(asset), BOOK_SIDE[side], position, group);
  checked('GetPriceGroup', answer);
  const { price, count, quantity, flags } = group.read();
  return {
    price,
    quantity: quantityOf(quantity, 'quantity of a price level'),
    orders: count,
    isTheoretical: (flags & THEORETICAL) !== 0,
  };
}

/** Price and quantity of the auction that is going on, as the vendor gives them. */
export async function getTheoreticalValues(
  calls: VendorCalls,
  asset: AssetName,
): Promise<{ readonly price: number; readonly quantity: number }> {
  const price = Buffer.alloc(8);
  const quantity = Buffer.alloc(8);
  const answer = await calls.call32('read', 'GetTheoreticalValues', assetRecord(asset), price, quantity);
  checked('GetTheoreticalValues', answer);
  return { price: price.readDoubleLE(0), quantity: quantityOf(quantity.readBigInt64LE(0), 'theoretical quantity') };
}

/** The trades arrive through the feed. Subscribe to the ticker first; the end is exclusive; one day and one request at a time. */
export async function requestHistoryTrades(
  calls: VendorCalls,
  asset: AssetName,
  start: VendorTime,
  end: VendorTime,
): Promise<void> {
  const { ticker, exchange } = asset;
  const answer = await calls.call32('history', 'GetHistoryTrades', ticker, exchange, timeText(start), timeText(end));
  checked('GetHistoryTrades', answer);
}

/** The answer arrives through the feed, as asset information. */
export async function requestTickerInfo(calls: VendorCalls, { ticker, exchange }: AssetName): Promise<void> {
  checked('RequestTickerInfo', await calls.call32('subscribe', 'RequestTickerInfo', ticker, exchange));
}

/** Subscribe to the ticker first. */
export async function getLastDailyClose(
  calls: VendorCalls,
  { ticker, exchange }: AssetName,
  isAdjusted: boolean,
): Promise<LastDailyClose> {
  const price = Buffer.alloc(8);
  const answer = await calls.call32('read', 'GetLastDailyClose', ticker, exchange, price, isAdjusted ? 1 : 0);
  if (answer === nlValue('NL_WAITING_SERVER')) return { kind: 'waiting' };
  checked('GetLastDailyClose', answer);
  return { kind: 'close', price: price.readDoubleLE(0) };
}
