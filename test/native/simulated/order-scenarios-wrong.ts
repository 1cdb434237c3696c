// Scenarios of clients that are wrong on purpose: what the vendor's library does to them shows here.
import koffi from 'koffi';
import type { OrderClient } from './order-client.ts';
import { accountRecord, cancelRecord, SIMULATOR, sendOrderRecord } from './order-layouts.ts';
import type { Scenario } from './order-scenario.ts';

async function ready(client: OrderClient): Promise<void> {
  await client.login();
  client.command('touch WDOV26 5120 5120.5');
}

export const WRONG_SCENARIOS: Readonly<Record<string, Scenario>> = {
  /** The vendor's own Python sample: version 0 with the new numbers. A buy at a limit becomes a sale at market. */
  versionZeroNewEnums: async (client) => {
    await ready(client);
    const { answer } = client.send({ version: 0, type: 2, side: 1, price: 5100, quantity: 1 });
    await client.untilStatus(answer, 2);
    const record = Buffer.alloc(640);
    record.writeUInt8(1, 0);
    record.writeBigInt64LE(answer, 16);
    client.record('GetOrderDetails', record);
    return { side: record.readUInt8(544), type: record.readUInt8(545), average: record.readDoubleLE(536) };
  },

  versions: async (client) => {
    await ready(client);
    const three = client.send({ version: 3, type: 1, side: 1, quantity: 1 }).answer;
    client.command('versions SendOrder 1');
    const two = client.send({ version: 2, type: 1, side: 1, quantity: 1 });
    const one = client.send({ version: 1, type: 1, side: 1, quantity: 1 });
    const badCancel = client.record('SendCancelOrderV2', cancelRecord({ localId: one.answer }, SIMULATOR, 2));
    return { three, two: two.answer, one: one.answer > 0n, messageId: one.messageId, badCancel };
  },

  badArguments: async (client) => {
    await ready(client);
    const base = { type: 2, side: 1, price: 5119, quantity: 1 };
    return [
      client.send({ ...base, exchange: 'BMF' }).answer,
      client.send({ ...base, type: 3 }).answer,
      client.send({ ...base, side: 0 }).answer,
      client.send({ ...base, quantity: 0 }).answer,
      client.send({ ...base, type: 1 }).answer,
      client.send({ ...base, stopPrice: 5100 }).answer,
      client.send({ ...base, account: { brokerId: 32003, accountId: 'nobody' } }).answer,
    ];
  },

  /** A client that keeps ids in 32 bits cannot name its order any more. */
  narrowIds: async (client) => {
    await ready(client);
    const record = sendOrderRecord({ type: 2, side: 1, price: 5119, quantity: 1 });
    const id = BigInt(client.call('SendOrder', 'int64', ['void *'], record));
    await client.untilStatus(id, 0);
    const narrow = BigInt.asIntN(32, id);
    return {
      narrow: client.record('SendCancelOrderV2', cancelRecord({ localId: narrow })),
      wide: client.record('SendCancelOrderV2', cancelRecord({ localId: id })),
    };
  },

  /** A client that reads an identifier's text after its callback finds garbage. */
  deadText: async (client) => {
    await ready(client);
    let kept = 0n;
    const callback = koffi.register(
      ((pointer: unknown) => {
        const address = BigInt(koffi.decode(pointer, 16, 'uint64') as number | bigint);
        if (address !== 0n) kept = address;
      }) as never,
      koffi.pointer(koffi.proto('void Keeper(void *order)')),
    );
    client.call('SetOrderCallback', 'int32', ['void *'], callback);
    const { answer } = client.send({ type: 2, side: 1, price: 5119, quantity: 1 });
    await client.until(() => Number(client.details({ localId: answer }).result) === 0 && kept !== 0n, 'a callback');
    await client.settle();
    return (koffi.decode(kept, 'char16_t', 8) as string).startsWith('SIM.');
  },

  /** A row of an enumeration is garbage once its callback has returned. */
  deadRow: async (client) => {
    await ready(client);
    const { answer } = client.send({ type: 2, side: 1, price: 5119, quantity: 1 });
    await client.untilStatus(answer, 0);
    await client.untilStatus(client.send({ type: 2, side: 1, price: 5118, quantity: 1 }).answer, 0);
    // The rows lie in the same memory: what the client kept of the first is read while it waits for the second, and after the end.
    let kept = 0n;
    const statuses: number[] = [];
    const callback = koffi.register(
      ((pointer: unknown) => {
        const text = BigInt(koffi.decode(pointer, 24, 'uint64') as number | bigint);
        if (kept === 0n) statuses.push(koffi.decode(pointer, 146, 'uint8') as number);
        else statuses.push(koffi.decode(kept, 'uint8') as number);
        kept = text;
        return 1;
      }) as never,
      koffi.pointer(koffi.proto('int32 KeepRow(void *order, intptr param)')),
    );
    client.call(
      'EnumerateAllOrders',
      'int32',
      ['void *', 'uint8', 'intptr', 'void *'],
      accountRecord(SIMULATOR),
      1,
      0,
      callback,
    );
    return statuses;
  },

  /** Preset zero lengths are the question; a client that never asks twice has no text. */
  oneCallDetails: async (client) => {
    await ready(client);
    const { answer } = client.send({ type: 1, side: 1, quantity: 1, ticker: 'WDOFUT' });
    await client.untilStatus(answer, 204);
    const record = Buffer.alloc(640);
    const text = Buffer.alloc(200);
    record.writeUInt8(1, 0);
    record.writeBigInt64LE(answer, 16);
    record.writeBigUInt64LE(koffi.address(text), 616);
    const result = client.record('GetOrderDetails', record);
    return { result, length: record.readInt32LE(624), isEmpty: text.every((byte) => byte === 0) };
  },

  /** The order callback is the library's own cancel function: a request on the connector thread, as a client in C would make it. */
  requestInCallback: async (client) => {
    await ready(client);
    client.call('SetOrderCallback', 'int32', ['void *'], client.address('SendCancelAllOrdersV2'));
    client.send({ type: 1, side: 1, quantity: 1 });
    await client.pause(2000);
    return 'still alive';
  },

  orderBeforeLogin: async (client) => {
    const answer = client.send({ type: 1, side: 1, quantity: 1 }).answer;
    return { answer };
  },
};
