// Scenarios of what the venue itself does and takes: its log, stops that hang, auctions, second exits, rates, a market that walks by chance.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { OrderClient } from './order-client.ts';
import { cancelRecord, changeRecord } from './order-layouts.ts';
import type { Scenario } from './order-scenario.ts';

const BUY = { type: 1, side: 1, quantity: 1 } as const;
const STOP = { type: 4, side: 2, price: 5110, stopPrice: 5118, quantity: 1 } as const;
const LOG = 'venue.log';

async function ready(client: OrderClient): Promise<void> {
  await client.login();
  client.command(`order-log ${LOG}`);
  client.command('touch WDOV26 5120 5120.5');
  client.command('hand-trade WDOV26 5120 1');
}

async function ended(client: OrderClient, order: Parameters<OrderClient['send']>[0]): Promise<string> {
  const { answer } = client.send(order);
  await client.settle();
  const last = client.orders.filter(({ localId }) => localId === answer).at(-1);
  return `${last?.status} ${last?.text}`.trim();
}

interface Logged {
  readonly cause: string;
  readonly status?: number;
  readonly position?: number;
  readonly type?: string;
}

function logged(): readonly Logged[] {
  const lines = readFileSync(existsSync(LOG) ? LOG : process.env.VENUE_LOG!, 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Logged).filter(({ cause }) => cause !== 'alive');
}

export const VENUE_SCENARIOS: Readonly<Record<string, Scenario>> = {
  orderLog: async (client) => {
    await ready(client);
    client.send(BUY);
    const stop = client.send(STOP).answer;
    await client.untilStatus(stop, 0);
    client.record('SendCancelOrderV2', cancelRecord({ localId: stop }));
    await client.untilStatus(stop, 4);
    client.command('swallow-request');
    client.send(BUY);
    client.command('foreign-order sell 2 0 WDOV26');
    await client.settle();
    return logged().map(({ cause, type, position }) =>
      [cause, type, position].filter((part) => part !== undefined).join(' '),
    );
  },

  stopHangs: async (client) => {
    await ready(client);
    const stop = client.send({ ...STOP, price: 5117.5 }).answer;
    await client.untilStatus(stop, 0);
    // over trigger and limit at once
    client.command('touch WDOV26 5115 5115.5');
    client.command('hand-trade WDOV26 5115 9');
    await client.settle();
    const hanging = [client.details({ localId: stop }).status, logged().at(-1)?.cause];
    client.command('hand-trade WDOV26 5118 9');
    await client.untilStatus(stop, 2);
    return { hanging, average: client.orders.at(-1)?.average };
  },

  crossedStop: async (client) => {
    await ready(client);
    const atOnce = await ended(client, { ...STOP, stopPrice: 5121 });
    client.command('crossed-stop 0');
    return { atOnce, refused: await ended(client, { ...STOP, stopPrice: 5121 }) };
  },

  limitsOfDay: async (client) => {
    await ready(client);
    client.command('price-limits WDOV26 5100 5200');
    return [await ended(client, { ...STOP, price: 5099 }), await ended(client, { ...STOP, price: 5101 })];
  },

  capabilities: async (client) => {
    await ready(client);
    client.command('both-exits 0');
    client.command('change-stop 0');
    await ended(client, { ...BUY, quantity: 2 });
    const stop = client.send({ ...STOP, quantity: 2 }).answer;
    await client.untilStatus(stop, 0);
    const second = await ended(client, { type: 2, side: 2, price: 5130, quantity: 1 });
    const change = client.record(
      'SendChangeOrderV2',
      changeRecord({ localId: stop }, { price: 5109, stopPrice: 5117, quantity: 2 }),
    );
    client.command('both-exits 1');
    client.command('change-stop 1');
    const both = await ended(client, { type: 2, side: 2, price: 5130, quantity: 1 });
    const changed = client.record(
      'SendChangeOrderV2',
      changeRecord({ localId: stop }, { price: 5109, stopPrice: 5117, quantity: 2 }),
    );
    return { second, change, both, changed };
  },

  auction: async (client) => {
    await ready(client);
    client.command('ticker-state WDOV26 F 4');
    await client.pause(30);
    const market = await ended(client, BUY);
    client.command('auction-market wait');
    const waiting = client.send(BUY).answer;
    const limit = client.send({ type: 2, side: 1, price: 5121, quantity: 1 }).answer;
    await client.untilStatus(limit, 0);
    client.command('hand-trade WDOV26 5119 9');
    await client.settle();
    const during = [client.details({ localId: waiting }).status, client.details({ localId: limit }).status];
    client.command('ticker-state WDOV26 F 0');
    await client.untilStatus(waiting, 2);
    await client.untilStatus(limit, 2);
    client.command('ticker-state WDOV26 F 6');
    await client.pause(30);
    return { market, during, closed: await ended(client, BUY) };
  },

  orderRate: async (client) => {
    await ready(client);
    client.command('order-rate 2');
    const ends: string[] = [];
    for (let n = 0; n < 3; n++) ends.push(await ended(client, BUY));
    return ends;
  },

  /** The trades of the first ten seconds of a walk that began then. */
  walk: async (client) => {
    await client.login();
    client.command('truth truth.txt');
    await client.until(() => existsSync('truth.txt'), 'the truth');
    const lines = readFileSync('truth.txt', 'utf8').trim().split('\n');
    rmSync('truth.txt');
    return lines.slice(0, 400);
  },

  /** A stop near the market in a process that ends at once. */
  leavesStop: async (client) => {
    await client.login();
    await client.until(() => client.call('GetAccountCount', 'int32', []) !== 0, 'the account');
    await ended(client, BUY);
    const last = await ended(client, { ...STOP, stopPrice: 4960, price: 4860 });
    return last;
  },

  findsOrders: async (client) => {
    await client.login();
    await client.settle();
    const { position } = logged()
      .filter(({ position: held }) => held !== undefined)
      .at(-1)!;
    return { causes: logged().map(({ cause }) => cause), position };
  },
};
