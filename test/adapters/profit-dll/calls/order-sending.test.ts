// What is sent to the vendor byte by byte, which version bytes are tried, and what its answers become.
import { describe, expect, it } from 'vitest';
import { readRecord, VendorRecord } from '../../../../src/adapters/profit-dll/abi/record.ts';
import type { SendOrderRequest } from '../../../../src/adapters/profit-dll/calls/order-requests.ts';
import {
  cancelOrder,
  changeOrder,
  sendOrder,
  sendOrderFields,
  zeroPosition,
} from '../../../../src/adapters/profit-dll/calls/order-sending.ts';
import { VersionMemory } from '../../../../src/adapters/profit-dll/calls/version-memory.ts';
import { nlValue } from '../../../../src/adapters/profit-dll/nl-codes.ts';
import { bytesOf, scriptedCalls } from './scripted-calls.ts';

const account = { brokerId: 32003, accountId: 'SIM-1' };
const asset = { ticker: 'WDOV26', exchange: 'F' };
const request: SendOrderRequest = {
  ...{ account, asset, password: 'routing', side: 'sell', quantity: 2 },
  order: { type: 'limit', price: 5121.5 },
};
const REFUSED = nlValue('NL_VERSION_NOT_SUPPORTED');

describe('an order', () => {
  it('of each type has the numbers of the vendor, and −1 where a price is not meant', () => {
    const of = (order: SendOrderRequest['order']) => {
      const { orderType, orderSide, price, stopPrice } = sendOrderFields({ ...request, order });
      return [orderType, orderSide, price, stopPrice];
    };
    expect(of({ type: 'market' })).toEqual([1, 2, -1, -1]);
    expect(of({ type: 'limit', price: 5121.5 })).toEqual([2, 2, 5121.5, -1]);
    expect(of({ type: 'stopLimit', price: 5120, stopPrice: 5121 })).toEqual([4, 2, 5120, 5121]);
    expect(sendOrderFields({ ...request, side: 'buy' }).orderSide).toBe(1);
  });

  it('without a price above 0, or without a whole quantity, is a mistake of ours', () => {
    expect(() => sendOrderFields({ ...request, order: { type: 'limit', price: Number.NaN } })).toThrow('price');
    expect(() => sendOrderFields({ ...request, order: { type: 'limit', price: -1 } })).toThrow('price');
    expect(() => sendOrderFields({ ...request, quantity: 0 })).toThrow('quantity');
    expect(() => sendOrderFields({ ...request, quantity: 1.5 })).toThrow('quantity');
  });

  it('goes out with version 2, account, ticker, password and an unset message id', async () => {
    let sent: Buffer = Buffer.alloc(0);
    const { calls, noted } = scriptedCalls({
      SendOrder: (record) => {
        const bytes = bytesOf(record);
        sent = Buffer.from(bytes);
        expect(readRecord('TConnectorSendOrder', bytes)).toMatchObject({
          ...{ version: 2, password: 'routing', quantity: 2n, price: 5121.5, messageId: -1n },
          account: { brokerId: 32003, accountId: 'SIM-1', subAccountId: '', reserved: 0n },
          asset: { ticker: 'WDOV26', exchange: 'F', feedType: 0 },
        });
        bytes.writeBigInt64LE(777n, 112);
        return 2n ** 60n + 1n;
      },
    });
    expect(await sendOrder(calls, new VersionMemory(), request)).toEqual({
      ...{ localOrderId: 2n ** 60n + 1n, messageId: 777n, version: 2 },
    });
    expect(sent.readUInt8(0)).toBe(2);
    expect(noted).toEqual([{ lane: 'send', name: 'SendOrder' }]);
  });

  it('falls back to version 1 once and remembers it; the message id is then unknown if none was written', async () => {
    const tried: number[] = [];
    const { calls } = scriptedCalls({
      SendOrder: (record) => {
        tried.push(bytesOf(record).readUInt8(0));
        return tried.at(-1) === 2 ? REFUSED : 42;
      },
    });
    const versions = new VersionMemory();
    expect(await sendOrder(calls, versions, request)).toEqual({ localOrderId: 42n, messageId: undefined, version: 1 });
    await sendOrder(calls, versions, request);
    expect(tried).toEqual([2, 1, 1]);
    expect(versions.current('TConnectorSendOrder')).toBe(1);
  });

  it('is never sent with version 0, whose numbers mean other things', async () => {
    const tried: number[] = [];
    const { calls } = scriptedCalls({
      SendOrder: (record) => {
        tried.push(bytesOf(record).readUInt8(0));
        return REFUSED;
      },
    });
    await expect(sendOrder(calls, new VersionMemory(), request)).rejects.toMatchObject({
      nlCode: 'NL_VERSION_NOT_SUPPORTED',
    });
    expect(tried).toEqual([2, 1]);
    expect(() => new VersionMemory({ TConnectorSendOrder: 0 })).toThrow(
      'Version 0 of TConnectorSendOrder cannot be used',
    );
    expect(() => new VersionMemory({ TConnectorTrade: 1 })).toThrow('TConnectorTrade is no record');
    expect(new VersionMemory({ TConnectorSendOrder: 1 }).current('TConnectorSendOrder')).toBe(1);
  });

  it('that is refused is the error of the vendor, with a code sign-extended to 64 bits', async () => {
    const { calls } = scriptedCalls({ SendOrder: () => BigInt(nlValue('NL_MARKET_ONLY')) });
    await expect(sendOrder(calls, new VersionMemory(), request)).rejects.toMatchObject({
      ...{ name: 'VendorError', nlCode: 'NL_MARKET_ONLY', call: 'SendOrder' },
    });
  });

  it('that is answered with local id 0 is known by its message id', async () => {
    const { calls } = scriptedCalls({
      SendOrder: (record) => {
        bytesOf(record).writeBigInt64LE(9n, 112);
        return 0;
      },
    });
    expect(await sendOrder(calls, new VersionMemory(), request)).toMatchObject({
      localOrderId: undefined,
      messageId: 9n,
    });
  });
});

describe('a change, a cancel and a zeroing', () => {
  it('name the order by either id, and refuse neither', async () => {
    const seen: object[] = [];
    const { calls, noted } = scriptedCalls({
      SendChangeOrderV2: (record) => {
        seen.push(readRecord('TConnectorChangeOrder', bytesOf(record)).order);
        return 0;
      },
      SendCancelOrderV2: (record) => {
        seen.push(readRecord('TConnectorCancelOrder', bytesOf(record)).order);
        return 0;
      },
    });
    const versions = new VersionMemory();
    const change = { account, password: '', price: 5122, quantity: 1 };
    await changeOrder(calls, versions, { ...change, order: { localOrderId: 2n ** 61n } });
    await cancelOrder(calls, versions, { account, password: '', order: { clOrderId: 'CL-9' } });
    expect(seen).toEqual([
      { version: 0, localOrderId: 2n ** 61n, clOrderId: '' },
      { version: 0, localOrderId: 0n, clOrderId: 'CL-9' },
    ]);
    expect(noted.map(({ lane }) => lane)).toEqual(['send', 'cancel']);
    await expect(cancelOrder(calls, versions, { account, password: '', order: {} })).rejects.toThrow('neither');
  });

  it('fall back to the versions of their records', async () => {
    const tried: string[] = [];
    const refuseAbove =
      (lowest: number) =>
      (record: unknown): number => {
        const version = record instanceof VendorRecord ? record.bytes.readUInt8(0) : -1;
        tried.push(`${record instanceof VendorRecord ? record.name : ''} ${version}`);
        return version > lowest ? REFUSED : 5;
      };
    const { calls } = scriptedCalls({ SendCancelOrderV2: refuseAbove(0), SendZeroPositionV2: refuseAbove(1) });
    const versions = new VersionMemory();
    await cancelOrder(calls, versions, { account, password: '', order: { localOrderId: 1n } });
    const zeroed = await zeroPosition(calls, versions, { account, asset, password: '', positionType: 'dayTrade' });
    expect(zeroed).toMatchObject({ localOrderId: 5n, version: 1 });
    expect(tried).toEqual([
      ...['TConnectorCancelOrder 1', 'TConnectorCancelOrder 0'],
      ...['TConnectorZeroPosition 2', 'TConnectorZeroPosition 1'],
    ]);
  });
});
