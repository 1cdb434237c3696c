// Orders as the vendor holds them: one by its id, or those of an interval.

import assert from 'node:assert/strict';
import type { RecordInput } from '../abi/record.ts';
import type { EnumerationRequest, Feed } from '../feed/feed.ts';
import { nlValue } from '../nl-codes.ts';
import { checked } from '../vendor-error.ts';
import type { EnumeratedRecords, OrderDetails, OrderInterval, OrdersInInterval } from './answers.ts';
import type { AccountKey, OrderKey } from './order-requests.ts';
import { fillTwice } from './two-calls.ts';
import type { VendorCalls } from './vendor-calls.ts';
import { accountKeyOf, accountRecord, orderFields, quantityOf, timeRecord, vendorTimeOf } from './vendor-records.ts';
import type { VersionMemory } from './version-memory.ts';

/** Ticker, exchange and message; the texts of the account are arrays within the record. */
const TEXTS = [
  { text: 456 + 8, length: 456 + 16 },
  { text: 456 + 24, length: 456 + 32 },
  { text: 616, length: 624 },
];

export async function getOrderDetails(
  calls: VendorCalls,
  versions: VersionMemory,
  key: OrderKey,
): Promise<OrderDetails> {
  const { values, version } = await fillTwice(calls, versions, {
    record: 'TConnectorOrderOut',
    versioned: 'TConnectorOrder',
    call: 'GetOrderDetails',
    input: (byte): RecordInput<'TConnectorOrderOut'> => ({ version: byte, order: orderFields(key) }),
    texts: TEXTS,
  });
  const { localOrderId, clOrderId } = values.order;
  return {
    order: {
      localOrderId: localOrderId === 0n ? undefined : localOrderId,
      clOrderId: clOrderId === '' ? undefined : clOrderId,
    },
    account: accountKeyOf(values.account),
    asset: { ticker: values.asset.ticker, exchange: values.asset.exchange },
    quantity: quantityOf(values.quantity, 'quantity'),
    tradedQuantity: quantityOf(values.tradedQuantity, 'tradedQuantity'),
    leavesQuantity: quantityOf(values.leavesQuantity, 'leavesQuantity'),
    ...{ price: values.price, stopPrice: values.stopPrice, averagePrice: values.averagePrice },
    ...{ orderSide: values.orderSide, orderType: values.orderType },
    ...{ orderStatus: values.orderStatus, validityType: values.validityType },
    date: vendorTimeOf(values.date),
    lastUpdate: vendorTimeOf(values.lastUpdate),
    closeDate: vendorTimeOf(values.closeDate),
    validityDate: vendorTimeOf(values.validityDate),
    textMessage: values.textMessage,
    eventId: version >= 1 ? values.eventId : undefined,
  };
}

/**
 * Whether the orders of these days are loaded; the vendor asks its server for them when they are not, and its order-history callback
 * tells the end. The time of day is ignored, and no day may lie after the clock of the server.
 */
export async function hasOrdersInInterval(
  calls: VendorCalls,
  account: AccountKey,
  { start, end }: OrderInterval,
): Promise<OrdersInInterval> {
  const args = [accountRecord(account), timeRecord(start), timeRecord(end)] as const;
  const answer = await calls.call32('read', 'HasOrdersInInterval', ...args);
  if (answer === nlValue('NL_WAITING_SERVER')) return { kind: 'waiting' };
  checked('HasOrdersInInterval', answer);
  return { kind: 'loaded' };
}

/** Orders of an interval, or, without one, all that the vendor holds locally, as order messages of the feed. */
export async function enumerateOrders(
  feed: Feed,
  versions: VersionMemory,
  account: AccountKey,
  interval?: OrderInterval,
): Promise<EnumeratedRecords> {
  const record = accountRecord(account);
  const start = interval && timeRecord(interval.start);
  const end = interval && timeRecord(interval.end);
  const bytes = start && end && { start: start.bytes, end: end.bytes };
  const call = interval === undefined ? 'EnumerateAllOrders' : 'EnumerateOrdersByInterval';
  const { answer, records } = await versions.attempt('TConnectorOrder', call, async (version) => {
    const request: EnumerationRequest = { what: 'orders', account: record.bytes, version };
    const made = await feed.enumerate(bytes === undefined ? request : { ...request, interval: bytes });
    // naming the records here keeps their texts until the vendor has read them
    return { answer: BigInt(made.result), records: made.records, kept: [record, start, end] };
  });
  return enumerated(call, Number(answer), records);
}

/** Assets in which the account has a position, as asset messages of the feed. */
export async function enumeratePositionAssets(feed: Feed, account: AccountKey): Promise<EnumeratedRecords> {
  const record = accountRecord(account);
  const { result, records } = await feed.enumerate({ what: 'positionAssets', account: record.bytes, version: 0 });
  assert(record.bytes.length > 0);
  return enumerated('EnumerateAllPositionAssets', result, records);
}

function enumerated(call: string, answer: number, records: Uint8Array): EnumeratedRecords {
  if (answer === nlValue('NL_WAITING_SERVER')) return { kind: 'waiting' };
  checked(call, answer);
  return { kind: 'records', records };
}
