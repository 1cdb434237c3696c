// The vendor's enumerations with a callback in JavaScript: each record it is handed becomes one message.

import assert from 'node:assert/strict';
import koffi from 'koffi';
import type { VendorCalls } from '../../calls/vendor-calls.ts';
import type { EnumerationAnswer, EnumerationRequest } from '../feed.ts';
import { FeedKind } from '../feed-record.ts';
import { orderPayload } from './account-callbacks.ts';
import { address, type CallbackValue, connectorAssetAt, recordAt } from './callback.ts';
import { assetMessage } from './feed-writer.ts';
import { longMessage } from './message.ts';

/** Goes on; 0 would end the enumeration. */
const CONTINUE = 1;

export async function enumerateHere(calls: VendorCalls, request: EnumerationRequest): Promise<EnumerationAnswer> {
  const messages: Buffer[] = [];
  const timeNs = process.hrtime.bigint();
  let failure: unknown;
  const take = (pointer: CallbackValue): number => {
    try {
      const message = messageOf(pointer, request, timeNs);
      if (message !== undefined) messages.push(message);
      return CONTINUE;
    } catch (error) {
      failure = error;
      return 0;
    }
  };
  const type = koffi.proto('int32_t', ['void *', 'int64_t']);
  const callback = koffi.register(take, koffi.pointer(type));
  const result = await enumerateWith(calls, request, callback);
  koffi.unregister(callback);
  if (failure !== undefined) throw failure;
  return { result, records: Buffer.concat(messages) };
}

function enumerateWith(calls: VendorCalls, request: EnumerationRequest, callback: bigint): Promise<number> {
  const { what, account, version, interval } = request;
  if (what === 'positionAssets') {
    return calls.call32('read', 'EnumerateAllPositionAssets', account, version, 0, callback);
  }
  return interval === undefined
    ? calls.call32('read', 'EnumerateAllOrders', account, version, 0, callback)
    : calls.call32('read', 'EnumerateOrdersByInterval', account, version, interval.start, interval.end, 0, callback);
}

function messageOf(pointer: CallbackValue, { what, version }: EnumerationRequest, timeNs: bigint): Buffer | undefined {
  const at = address(pointer);
  if (at === null) return undefined;
  if (what === 'positionAssets') {
    const asset = connectorAssetAt(at);
    assert(asset !== undefined);
    return assetMessage(0, asset, timeNs);
  }
  const values = recordAt('TConnectorOrder', at);
  const { order, account, asset } = values;
  const payload = orderPayload({
    brokerId: account.brokerId,
    localOrderId: order.localOrderId,
    hasEventId: version > 0,
    values,
    texts: [order.clOrderId, account.accountId, account.subAccountId, asset.ticker, asset.exchange],
  });
  return longMessage({ kind: FeedKind.order, asset: 0, timeNs }, payload);
}
