// Scenarios of an order's life: market, limit, stop-limit, partial fills, refusals, day trade, the tape and the touch.
import type { OrderClient } from './order-client.ts';
import type { Scenario } from './order-scenario.ts';

const MARKET = { type: 1, quantity: 2 } as const;
const LIMIT = { type: 2, quantity: 5 } as const;

async function ready(client: OrderClient): Promise<void> {
  await client.login();
  client.command('touch WDOV26 5120 5120.5');
}

export const LIFE_SCENARIOS: Readonly<Record<string, Scenario>> = {
  marketOrder: async (client) => {
    await ready(client);
    const { answer, messageId } = client.send({ ...MARKET, side: 1 });
    await client.untilStatus(answer, 2);
    // the change of the positions is told behind the fill
    await client.settle();
    await client.until(() => client.positionLists.includes('WDOV26'), 'a list of positions with the asset');
    return { answer, messageId, orders: client.orders, results: client.results, lists: client.positionLists };
  },

  limitOrder: async (client) => {
    await ready(client);
    const { answer } = client.send({ ...LIMIT, side: 1, price: 5119 });
    await client.untilStatus(answer, 0);
    client.command('hand-trade WDOV26 5119.5 50');
    client.command('hand-trade WDOV26 5119 2');
    client.command('hand-trade WDOV26 5118.5 50');
    await client.untilStatus(answer, 2);
    return client.orders;
  },

  marketableLimit: async (client) => {
    await ready(client);
    const { answer } = client.send({ ...LIMIT, side: 2, price: 5115 });
    await client.untilStatus(answer, 2);
    return client.orders.at(-1);
  },

  stopLimit: async (client) => {
    await ready(client);
    const { answer } = client.send({ type: 4, side: 2, price: 5116, stopPrice: 5118, quantity: 1 });
    await client.untilStatus(answer, 0);
    client.command('hand-trade WDOV26 5118.5 10');
    await client.settle();
    const before = client.statuses(answer);
    client.command('touch WDOV26 5117.5 5118');
    client.command('hand-trade WDOV26 5118 10');
    await client.untilStatus(answer, 2);
    return { before, last: client.orders.at(-1) };
  },

  partialSizes: async (client) => {
    await ready(client);
    client.command('partial 1 3 2');
    const { answer } = client.send({ ...MARKET, quantity: 10, side: 1 });
    await client.untilStatus(answer, 2);
    return client.orders.filter((order) => order.status === 1 || order.status === 2).map((order) => order.traded);
  },

  aggregatorTicker: async (client) => {
    await ready(client);
    const { answer } = client.send({ ...MARKET, side: 1, ticker: 'WDOFUT' });
    await client.untilStatus(answer, 204);
    return { answer, statuses: client.statuses(answer), text: client.orders.at(-1)?.text };
  },

  offGrid: async (client) => {
    await ready(client);
    const tick = client.send({ ...LIMIT, side: 1, price: 5119.3 }).answer;
    client.command('lot PETR4:B 100');
    const lot = client.send({ ...LIMIT, side: 1, price: 30, ticker: 'PETR4', exchange: 'B', quantity: 150 }).answer;
    client.command('price-limits WDOV26 5000 5200');
    const limit = client.send({ ...LIMIT, side: 2, price: 5300 }).answer;
    for (const id of [tick, lot, limit]) await client.untilStatus(id, 8);
    return {
      codes: client.results.map((result) => result.code).filter((code) => code === 7 || code === 9),
      texts: client.orders.filter((o) => o.status === 8).map((o) => o.text),
    };
  },

  dayTrade: async (client) => {
    await ready(client);
    client.command('require-day-trade 1');
    const first = client.send({ ...MARKET, side: 1 }).answer;
    await client.untilStatus(first, 8);
    client.call('SetDayTrade', 'int32', ['int32'], 1);
    const second = client.send({ ...MARKET, side: 1 }).answer;
    await client.untilStatus(second, 2);
    return { first: client.statuses(first), second: client.statuses(second).at(-1) };
  },
};
