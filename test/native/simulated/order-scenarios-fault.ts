// Scenarios of faults on command: rejections, fills around a cancel, odd answers, lost and doubled callbacks, outages of the broker.
import type { OrderClient } from './order-client.ts';
import { cancelRecord, changeRecord, positionRecord, readPosition } from './order-layouts.ts';
import type { Scenario } from './order-scenario.ts';

async function ready(client: OrderClient): Promise<void> {
  await client.login();
  client.command('touch WDOV26 5120 5120.5');
}

async function resting(client: OrderClient): Promise<bigint> {
  const { answer } = client.send({ type: 2, side: 1, price: 5119, quantity: 5 });
  await client.untilStatus(answer, 0);
  return answer;
}

async function bought(client: OrderClient): Promise<bigint> {
  return client.send({ type: 1, side: 1, quantity: 2 }).answer;
}

function position(client: OrderClient): number {
  const record = positionRecord('WDOV26');
  client.record('GetPositionV2', record);
  const { quantity, side } = readPosition(record);
  return side === 2 ? -quantity : quantity;
}

export const FAULT_SCENARIOS: Readonly<Record<string, Scenario>> = {
  rejectNext: async (client) => {
    await ready(client);
    client.command('reject-next 24 8');
    const id = await bought(client);
    await client.untilStatus(id, 8);
    const next = await bought(client);
    await client.untilStatus(next, 2);
    return { statuses: client.statuses(id), code: client.results.find((result) => result.code === 24)?.code };
  },

  failNext: async (client) => {
    await ready(client);
    client.command('fail-next SendOrder 0x1');
    return { first: await bought(client), second: (await bought(client)) > 0n };
  },

  fillAfterCancel: async (client) => {
    await ready(client);
    const id = await resting(client);
    client.command('fill-after-cancel');
    client.record('SendCancelOrderV2', cancelRecord({ localId: id }));
    await client.untilStatus(id, 2);
    return { statuses: client.statuses(id), position: position(client) };
  },

  fillBeforeCancel: async (client) => {
    await ready(client);
    const id = await resting(client);
    client.command('fill-before-cancel');
    client.record('SendCancelOrderV2', cancelRecord({ localId: id }));
    await client.untilStatus(id, 2);
    await client.until(() => client.results.at(-1)?.code === 9, 'the refusal');
    return { statuses: client.statuses(id) };
  },

  cancelReject: async (client) => {
    await ready(client);
    const id = await resting(client);
    client.command('cancel-reject');
    client.record('SendCancelOrderV2', cancelRecord({ localId: id }));
    await client.until(
      () => client.statuses(id).filter((status) => status === 0).length === 2,
      'the order to be open again',
    );
    client.command('change-reject');
    client.record('SendChangeOrderV2', changeRecord({ localId: id }, { price: 5118, quantity: 5 }));
    await client.until(() => client.statuses(id).filter((status) => status === 0).length === 3, 'the order as it was');
    return client.statuses(id);
  },

  localIdZero: async (client) => {
    await ready(client);
    client.command('answer-local-id-0 -1');
    const { answer, messageId } = client.send({ type: 1, side: 1, quantity: 2 });
    await client.untilStatus(answer, 2);
    const own = client.results.filter((result) => result.messageId === messageId);
    return { local: [...new Set(client.results.map((result) => result.localId))], results: own.length };
  },

  unknownStatus: async (client) => {
    await ready(client);
    client.command('unknown-status 1 199');
    const id = await bought(client);
    await client.untilStatus(id, 2);
    return client.statuses(id);
  },

  duplicates: async (client) => {
    await ready(client);
    client.command('duplicate-callbacks -1');
    const id = await bought(client);
    await client.settle();
    return { statuses: client.statuses(id), position: position(client) };
  },

  lostAndLate: async (client) => {
    await ready(client);
    client.command('lose-callback -1');
    const id = await bought(client);
    await client.settle();
    const lost = {
      seen: client.statuses(id),
      details: client.details({ localId: id }).status,
      position: position(client),
    };
    client.command('lose-callback 0');
    client.command('late-callbacks 60000 2');
    const late = await bought(client);
    await client.until(() => client.statuses(late).length >= 4, 'late callbacks');
    return { ...lost, late: client.statuses(late) };
  },

  swallowed: async (client) => {
    await ready(client);
    client.command('swallow-request');
    const id = await bought(client);
    await client.settle();
    return { isId: id > 0n, callbacks: client.orders.length, results: client.results.length };
  },

  brokerAway: async (client) => {
    await ready(client);
    const id = await resting(client);
    client.command('broker 3');
    await client.until(() => client.states.some(([type, result]) => type === 1 && result === 3), 'the outage');
    client.command('fill-order 5 5119');
    const refused = await bought(client);
    await client.untilStatus(refused, 204);
    await client.settle();
    const during = client.statuses(id);
    const cancel = client.record('SendCancelOrderV2', cancelRecord({ localId: id }));
    client.command('broker 4 5');
    await client.untilStatus(id, 2);
    return {
      during,
      after: client.statuses(id),
      cancel,
      code: client.results.at(-1)?.code,
      position: position(client),
    };
  },

  foreignOrder: async (client) => {
    await ready(client);
    client.command('foreign-order sell 3 5125 WDOV26');
    await client.until(() => client.orders.length === 1, 'the order of another person');
    client.command('touch WDOV26 5125 5125.5');
    await client.until(() => client.orders.length === 2, 'its fill');
    return { orders: client.orders, position: position(client) };
  },

  routingPassword: async (client) => {
    await ready(client);
    client.command('routing-password segredo');
    const silent = client.send({ type: 1, side: 1, quantity: 1, password: 'login-password' }).answer;
    await client.settle();
    const seen = client.statuses(silent).length;
    const right = client.send({ type: 1, side: 1, quantity: 1, password: 'segredo' }).answer;
    await client.untilStatus(right, 2);
    for (let i = 0; i < 2; i++) client.send({ type: 1, side: 1, quantity: 1 });
    const locked = client.send({ type: 1, side: 1, quantity: 1, password: 'segredo' }).answer;
    await client.untilStatus(locked, 204);
    return { isId: silent > 0n, seen, right: client.statuses(right).at(-1), text: client.orders.at(-1)?.text };
  },

  endsOfOthers: async (client) => {
    await ready(client);
    const id = await resting(client);
    client.command('end-order 205');
    await client.untilStatus(id, 205);
    client.command('tell-again 0');
    await client.until(() => client.statuses(id).at(-1) === 0, 'the stale state');
    return client.statuses(id);
  },

  /** Thirty orders among faults by chance; what the library says in the end is the sum of the fills that it told. */
  chaos: async (client) => {
    await ready(client);
    const seen: unknown[] = [];
    for (const seed of [11, 11, 12]) {
      client.command('touch WDOV26 5120 5120.5');
      client.command(`order-chaos ${seed} 3`);
      const from = client.orders.length;
      const ids = Array.from({ length: 30 }, (_, index) => {
        const side = 1 + (index % 2);
        const order = index % 3 === 0 ? { type: 1 } : { type: 2, price: side === 1 ? 5119 : 5121 };
        return client.send({ ...order, side, quantity: 1 + (index % 4) }).answer;
      });
      for (const id of ids) client.record('SendCancelOrderV2', cancelRecord({ localId: id }));
      await client.settle();
      const traded = ids.map((id, index) => client.details({ localId: id }).traded * (index % 2 === 0 ? 1 : -1));
      const ends = ids.map((id) => client.details({ localId: id }).status);
      const held = position(client);
      const told = client.orders.length - from;
      seen.push({ ends, isSum: traded.reduce((sum, one) => sum + one, 0) === held, told });
      client.command('fresh');
      await client.settle();
    }
    return seen;
  },
};
