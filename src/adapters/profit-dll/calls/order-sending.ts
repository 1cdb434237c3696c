// Orders, changes, cancels and zeroing to the vendor; ids back.

import assert from 'node:assert/strict';
import { type RecordInput, VendorRecord } from '../abi/record.ts';
import { checked, VendorError } from '../vendor-error.ts';
import {
  type CancelAllOrdersRequest,
  type CancelOrderRequest,
  type CancelOrdersRequest,
  type ChangeOrderRequest,
  NO_MESSAGE_ID,
  NO_PRICE,
  ORDER_SIDE,
  ORDER_TYPE,
  POSITION_TYPE,
  type SendOrderRequest,
  type SentOrder,
  type SentRequest,
  type ZeroPositionRequest,
} from './order-requests.ts';
import type { VendorCalls } from './vendor-calls.ts';
import { accountFields, assetFields, orderFields } from './vendor-records.ts';
import type { VersionMemory } from './version-memory.ts';

/**
 * What becomes of an order that was taken arrives through the feed. `notAfterMs` of `machineNowMs`: later it is not sent any more.
 * @throws VendorError for a negative answer: the order was not taken. CallExpiredError: nothing was sent.
 */
export async function sendOrder(
  calls: VendorCalls,
  versions: VersionMemory,
  request: SendOrderRequest,
  notAfterMs?: number,
): Promise<SentOrder> {
  const fields = sendOrderFields(request);
  const sent = await versions.attempt('TConnectorSendOrder', 'SendOrder', async (version) => {
    const record = new VendorRecord('TConnectorSendOrder', { ...fields, version });
    return { answer: await calls.callUntil(notAfterMs, 'send', 'SendOrder', record), record, version };
  });
  return sentOrder('SendOrder', sent.answer, sent.record.read().messageId, sent.version);
}

export function sendOrderFields(request: SendOrderRequest): RecordInput<'TConnectorSendOrder'> {
  const { account, asset, password, side, quantity, order } = request;
  return {
    account: accountFields(account),
    asset: assetFields(asset),
    password,
    orderType: ORDER_TYPE[order.type],
    orderSide: ORDER_SIDE[side],
    price: order.type === 'market' ? NO_PRICE : finite(order.price, 'price'),
    stopPrice: order.type === 'stopLimit' ? finite(order.stopPrice, 'stopPrice') : NO_PRICE,
    quantity: contracts(quantity),
    messageId: NO_MESSAGE_ID,
  };
}

/** @throws CallExpiredError after `notAfterMs`, as `sendOrder`. */
export async function changeOrder(
  calls: VendorCalls,
  versions: VersionMemory,
  request: ChangeOrderRequest,
  notAfterMs?: number,
): Promise<SentRequest> {
  const { account, order, password, price, stopPrice, quantity } = request;
  const fields: RecordInput<'TConnectorChangeOrder'> = {
    account: accountFields(account),
    order: orderFields(order),
    password,
    price: price === undefined ? NO_PRICE : finite(price, 'price'),
    stopPrice: stopPrice === undefined ? NO_PRICE : finite(stopPrice, 'stopPrice'),
    quantity: contracts(quantity),
    messageId: NO_MESSAGE_ID,
  };
  const sent = await versions.attempt('TConnectorChangeOrder', 'SendChangeOrderV2', async (version) => {
    const record = new VendorRecord('TConnectorChangeOrder', { ...fields, version });
    return { answer: await calls.callUntil(notAfterMs, 'send', 'SendChangeOrderV2', record), record, version };
  });
  return sentRequest('SendChangeOrderV2', sent.answer, sent.record.read().messageId, sent.version);
}

export async function cancelOrder(
  calls: VendorCalls,
  versions: VersionMemory,
  { account, order, password }: CancelOrderRequest,
): Promise<SentRequest> {
  const fields: RecordInput<'TConnectorCancelOrder'> = {
    account: accountFields(account),
    order: orderFields(order),
    password,
    messageId: NO_MESSAGE_ID,
  };
  const sent = await versions.attempt('TConnectorCancelOrder', 'SendCancelOrderV2', async (version) => {
    const record = new VendorRecord('TConnectorCancelOrder', { ...fields, version });
    return { answer: await calls.call('cancel', 'SendCancelOrderV2', record), record, version };
  });
  return sentRequest('SendCancelOrderV2', sent.answer, sent.record.read().messageId, sent.version);
}

/** All open orders of one asset. */
export async function cancelOrders(
  calls: VendorCalls,
  { account, asset, password }: CancelOrdersRequest,
): Promise<void> {
  const fields = { version: 0, account: accountFields(account), asset: assetFields(asset), password };
  const record = new VendorRecord('TConnectorCancelOrders', fields);
  checked('SendCancelOrdersV2', await calls.call32('cancel', 'SendCancelOrdersV2', record));
}

/** All open orders of the account. */
export async function cancelAllOrders(
  calls: VendorCalls,
  { account, password }: CancelAllOrdersRequest,
): Promise<void> {
  const fields = { version: 0, account: accountFields(account), password };
  const record = new VendorRecord('TConnectorCancelAllOrders', fields);
  checked('SendCancelAllOrdersV2', await calls.call32('cancel', 'SendCancelAllOrdersV2', record));
}

/** @throws CallExpiredError after `notAfterMs`, as `sendOrder`. */
export async function zeroPosition(
  calls: VendorCalls,
  versions: VersionMemory,
  { account, asset, password, positionType, price }: ZeroPositionRequest,
  notAfterMs?: number,
): Promise<SentOrder> {
  const fields: RecordInput<'TConnectorZeroPosition'> = {
    account: accountFields(account),
    asset: assetFields(asset),
    password,
    price: price === undefined ? NO_PRICE : finite(price, 'price'),
    positionType: POSITION_TYPE[positionType],
    messageId: NO_MESSAGE_ID,
  };
  const sent = await versions.attempt('TConnectorZeroPosition', 'SendZeroPositionV2', async (version) => {
    const record = new VendorRecord('TConnectorZeroPosition', { ...fields, version });
    return { answer: await calls.callUntil(notAfterMs, 'send', 'SendZeroPositionV2', record), record, version };
  });
  return sentOrder('SendZeroPositionV2', sent.answer, sent.record.read().messageId, sent.version);
}

function sentOrder(call: string, answer: bigint, messageId: bigint, version: number): SentOrder {
  if (answer < 0n) throw new VendorError(call, answer);
  return { localOrderId: answer === 0n ? undefined : answer, messageId: written(messageId), version };
}

function sentRequest(call: string, answer: bigint, messageId: bigint, version: number): SentRequest {
  if (answer < 0n) throw new VendorError(call, answer);
  return { messageId: written(messageId), version };
}

/** Some builds leave it as it was, others write 0. */
function written(messageId: bigint): bigint | undefined {
  return messageId === NO_MESSAGE_ID || messageId === 0n ? undefined : messageId;
}

/** A price that is not finite, or not above 0, would be read as "at market" or worse. */
function finite(price: number, field: string): number {
  assert(Number.isFinite(price) && price > 0, `${field} of an order is ${price}`);
  return price;
}

function contracts(quantity: number): bigint {
  assert(Number.isSafeInteger(quantity) && quantity > 0, `quantity of an order is ${quantity}`);
  return BigInt(quantity);
}
