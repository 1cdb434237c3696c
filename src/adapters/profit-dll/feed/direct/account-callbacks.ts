// Connection states, accounts, orders and results of requests: the vendor's arguments in, one message of the reserved class each out.

import { type RecordValues, VendorRecord } from '../../abi/record.ts';
import type { VendorCalls } from '../../calls/vendor-calls.ts';
import { nlValue } from '../../nl-codes.ts';
import { FEED_NO_TIME, FeedKind } from '../feed-record.ts';
import {
  address,
  type CallbackEntry,
  type CallbackHandler,
  connectorAssetAt,
  int64,
  recordAt,
  text,
} from './callback.ts';
import type { FeedWriter } from './feed-writer.ts';
import { localMsOfSystemTime } from './local-ms.ts';
import { Payload } from './message.ts';

const STATE_MARKET = 2;
/** Market states from here on are connected ones. */
const MARKET_CONNECTED = 4;

function onState(writer: FeedWriter): CallbackHandler {
  return (type, result) => {
    if (Number(type) === STATE_MARKET && Number(result) < MARKET_CONNECTED) writer.assets.endBatches();
    const payload = new Payload().i32(Number(type), Number(result));
    writer.short({ kind: FeedKind.state, class: 'reserved', payload });
  };
}

function onPair(writer: FeedWriter, kind: typeof FeedKind.health | typeof FeedKind.brokerAccounts): CallbackHandler {
  return (first, second) => {
    const payload = new Payload().i32(Number(first), Number(second ?? 0));
    writer.short({ kind, class: 'reserved', payload });
  };
}

function onAccount(writer: FeedWriter): CallbackHandler {
  return (brokerId, brokerName, accountId, holder) => {
    const payload = new Payload()
      .i32(Number(brokerId))
      .i64(0n)
      .texts(text(accountId), '', text(brokerName), text(holder));
    writer.long({ kind: FeedKind.account, class: 'reserved', payload });
  };
}

function accountPayload(pointer: bigint | null, eventId: bigint): Payload {
  const account = pointer === null ? undefined : recordAt('TConnectorAccountIdentifier', pointer);
  return new Payload()
    .i32(account?.brokerId ?? 0)
    .i64(eventId)
    .texts(account?.accountId ?? '', account?.subAccountId ?? '');
}

function onAccountKey(
  writer: FeedWriter,
  kind: typeof FeedKind.orderHistory | typeof FeedKind.subAccounts,
): CallbackHandler {
  return (account) => writer.long({ kind, class: 'reserved', payload: accountPayload(address(account), 0n) });
}

function onMessageResult(writer: FeedWriter): CallbackHandler {
  return (pointer) => {
    const at = address(pointer);
    if (at === null) return;
    const { brokerId, order, messageId, resultCode, message } = recordAt('TConnectorTradingMessageResult', at);
    const payload = new Payload()
      .i32(brokerId)
      .i64(order.localOrderId, messageId)
      .u8(resultCode)
      .texts(order.clOrderId, message);
    writer.long({ kind: FeedKind.messageResult, class: 'reserved', payload });
  };
}

/** What orders and answers about orders have in common. */
type OrderValues = Omit<RecordValues<'TConnectorOrder'>, 'version' | 'order' | 'account' | 'asset'>;

interface OrderMessage {
  readonly brokerId: number;
  readonly localOrderId: bigint;
  readonly hasEventId: boolean;
  readonly values: OrderValues;
  readonly texts: readonly [
    clOrderId: string,
    accountId: string,
    subAccountId: string,
    ticker: string,
    exchange: string,
  ];
}

export function orderPayload({ brokerId, localOrderId, hasEventId, values, texts }: OrderMessage): Payload {
  return new Payload()
    .i32(0, brokerId)
    .i64(localOrderId, values.quantity, values.tradedQuantity, values.leavesQuantity)
    .f64(values.price, values.stopPrice, values.averagePrice)
    .i64(hasEventId ? values.eventId : 0n)
    .i64(localMsOfSystemTime(values.date), localMsOfSystemTime(values.lastUpdate))
    .i64(localMsOfSystemTime(values.closeDate), localMsOfSystemTime(values.validityDate))
    .u8(values.orderSide)
    .u8(values.orderType)
    .u8(values.orderStatus)
    .u8(values.validityType)
    .texts(...texts, values.textMessage);
}

/** All that is known when the accessor failed. */
function failedPayload(result: number, id: RecordValues<'TConnectorOrderIdentifier'>): Payload {
  return new Payload()
    .i32(result, 0)
    .i64(id.localOrderId, 0n, 0n, 0n)
    .f64(0, 0, 0)
    .i64(0n, FEED_NO_TIME, FEED_NO_TIME, FEED_NO_TIME, FEED_NO_TIME)
    .u32(0)
    .texts(id.clOrderId, '', '', '', '', '');
}

/** Places of texts in the record: pointer and length. */
const TEXTS = [
  [464, 472],
  [480, 488],
  [616, 624],
] as const;
const TEXT_UNITS_MAX = 4096;

/** Version byte of the record: the newest until the build refuses it. */
interface DetailsVersion {
  byte: number;
}

/** First the lengths, then the texts. A negative number is the vendor's refusal. */
function readDetails(
  calls: VendorCalls,
  id: bigint,
  version: DetailsVersion,
): number | RecordValues<'TConnectorOrderOut'> {
  const { localOrderId, clOrderId } = recordAt('TConnectorOrderIdentifier', id);
  const make = () =>
    new VendorRecord('TConnectorOrderOut', { version: version.byte, order: { localOrderId, clOrderId } });
  let first = make();
  let result = calls.callHere('GetOrderDetails', first);
  if (result === nlValue('NL_VERSION_NOT_SUPPORTED') && version.byte > 0) {
    version.byte = 0;
    first = make();
    result = calls.callHere('GetOrderDetails', first);
  }
  if (result !== 0) return result;
  const second = make();
  for (const [pointer, length] of TEXTS) {
    const units = first.bytes.readInt32LE(length);
    if (units < TEXT_UNITS_MAX) second.reserveText(pointer, Math.max(units, 0));
    second.bytes.writeInt32LE(units, length);
  }
  result = calls.callHere('GetOrderDetails', second);
  return result === 0 ? second.read() : result;
}

function onOrder(writer: FeedWriter, calls: VendorCalls): CallbackHandler {
  const version: DetailsVersion = { byte: 1 };
  return (pointer) => {
    const at = address(pointer);
    if (at === null) return;
    const id = recordAt('TConnectorOrderIdentifier', at);
    const details = calls.has('GetOrderDetails') ? readDetails(calls, at, version) : nlValue('NL_NOT_IMPLEMENTED');
    if (typeof details === 'number') {
      writer.long({ kind: FeedKind.order, class: 'reserved', payload: failedPayload(details, id) });
      return;
    }
    const { account, asset } = details;
    const payload = orderPayload({
      brokerId: account.brokerId,
      localOrderId: id.localOrderId === 0n ? details.order.localOrderId : id.localOrderId,
      hasEventId: details.version > 0,
      values: details,
      texts: [id.clOrderId, account.accountId, account.subAccountId, asset.ticker, asset.exchange],
    });
    const named = { ticker: asset.ticker, exchange: asset.exchange, feed: asset.feedType };
    writer.long({ kind: FeedKind.order, class: 'reserved', asset: named, payload });
  };
}

function onPositionList(writer: FeedWriter): CallbackHandler {
  return (account, asset, eventId) => {
    const payload = accountPayload(address(account), int64(eventId));
    writer.long({ kind: FeedKind.positionList, class: 'reserved', asset: connectorAssetAt(asset), payload });
  };
}

export function accountCallbacks(writer: FeedWriter, calls: VendorCalls) {
  return {
    state: { arguments: 'ii', handle: onState(writer) },
    account: { arguments: 'ippp', handle: onAccount(writer) },
    SetHealthCallback: { arguments: 'i', handle: onPair(writer, FeedKind.health) },
    SetOrderCallback: { arguments: 'p', handle: onOrder(writer, calls) },
    SetOrderHistoryCallback: { arguments: 'p', handle: onAccountKey(writer, FeedKind.orderHistory) },
    SetTradingMessageResultCallback: { arguments: 'p', handle: onMessageResult(writer) },
    SetBrokerAccountListChangedCallback: { arguments: 'iu', handle: onPair(writer, FeedKind.brokerAccounts) },
    SetBrokerSubAccountListChangedCallback: { arguments: 'p', handle: onAccountKey(writer, FeedKind.subAccounts) },
    SetAssetPositionListCallback: { arguments: 'ppl', handle: onPositionList(writer) },
  } as const satisfies Readonly<Record<string, CallbackEntry>>;
}
