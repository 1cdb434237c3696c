// Scenarios of changes, cancels and zeroing.
import type { OrderClient } from './order-client.ts';
import {
  cancelAllRecord,
  cancelOrdersRecord,
  cancelRecord,
  changeRecord,
  MASTER,
  zeroRecord,
} from './order-layouts.ts';
import type { Scenario } from './order-scenario.ts';

async function resting(client: OrderClient, price = 5119, quantity = 5): Promise<bigint> {
  const { answer } = client.send({ type: 2, side: 1, price, quantity });
  await client.untilStatus(answer, 0);
  return answer;
}

async function ready(client: OrderClient): Promise<void> {
  await client.login();
  client.command('touch WDOV26 5120 5120.5');
}

export const CHANGE_SCENARIOS: Readonly<Record<string, Scenario>> = {
  change: async (client) => {
    await ready(client);
    const id = await resting(client);
    const record = changeRecord({ localId: id }, { price: 5121, quantity: 3 });
    const answer = client.record('SendChangeOrderV2', record);
    await client.untilStatus(id, 2);
    return { answer, messageId: record.readBigInt64LE(96), statuses: client.statuses(id), last: client.orders.at(-1) };
  },

  cancelByEitherId: async (client) => {
    await ready(client);
    const first = await resting(client);
    const second = await resting(client);
    const clOrdId = client.orders.at(-1)?.clOrdId;
    const answers = [
      client.record('SendCancelOrderV2', cancelRecord({ localId: first })),
      client.record('SendCancelOrderV2', cancelRecord(clOrdId === undefined ? {} : { clOrdId })),
    ];
    await client.untilStatus(first, 4);
    await client.untilStatus(second, 4);
    return { answers, statuses: [client.statuses(first), client.statuses(second)] };
  },

  cancelPartial: async (client) => {
    await ready(client);
    const id = await resting(client);
    client.command('hand-trade WDOV26 5119 2');
    await client.untilStatus(id, 1);
    client.record('SendCancelOrderV2', cancelRecord({ localId: id }));
    await client.untilStatus(id, 4);
    return client.orders.at(-1);
  },

  cancelEnded: async (client) => {
    await ready(client);
    const { answer: id } = client.send({ type: 1, side: 1, quantity: 1 });
    await client.untilStatus(id, 2);
    const before = client.results.length;
    const answer = client.record('SendCancelOrderV2', cancelRecord({ localId: id }));
    await client.until(() => client.results.length > before, 'an answer');
    const unknown = client.record('SendCancelOrderV2', cancelRecord({ localId: 123456n }));
    const otherAccount = client.record('SendCancelOrderV2', cancelRecord({ localId: id }, MASTER));
    return { answer, code: client.results.at(-1)?.code, unknown, otherAccount };
  },

  cancelMany: async (client) => {
    await ready(client);
    const ids = [await resting(client), await resting(client, 5118)];
    client.command('touch PETR4:B 30 30.01');
    const share = client.send({ type: 2, side: 1, price: 29, quantity: 100, ticker: 'PETR4', exchange: 'B' }).answer;
    await client.untilStatus(share, 0);
    const first = client.record('SendCancelOrdersV2', cancelOrdersRecord('WDOV26'));
    for (const id of ids) await client.untilStatus(id, 4);
    const between = client.statuses(share);
    const second = client.record('SendCancelAllOrdersV2', cancelAllRecord());
    await client.untilStatus(share, 4);
    return { first, second, between, last: client.statuses(share) };
  },

  zero: async (client) => {
    await ready(client);
    const flat = client.call('SendZeroPositionV2', 'int64', ['void *'], zeroRecord('WDOV26'));
    client.command('zero-flat 0xB');
    const flatLater = client.call('SendZeroPositionV2', 'int64', ['void *'], zeroRecord('WDOV26'));
    const { answer } = client.send({ type: 1, side: 1, quantity: 3 });
    await client.untilStatus(answer, 2);
    const record = zeroRecord('WDOV26');
    const zeroed = BigInt(client.call('SendZeroPositionV2', 'int64', ['void *'], record));
    await client.untilStatus(zeroed, 2);
    return { flat, flatLater, zeroed, messageId: record.readBigInt64LE(96), last: client.orders.at(-1) };
  },
};
