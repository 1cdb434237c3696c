// The guardian of a host over the simulated library: what it does when a trader dies, and how fast a kill is out.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { secretSource } from '../../../../src/adapters/secrets/secret-source.ts';
import type { OrderCommand } from '../../../../src/core/execution/order-command.ts';
import { HostOperator } from '../../../../src/runner/capture/host-operator.ts';
import type { AccountOrders } from '../../../../src/runner/host/guardian/account-orders.ts';
import { type RunningHost, runHost } from '../../../../src/runner/host/run-host.ts';
import { simulatedDll } from '../../../support/simulated-dll.ts';
import { follow, newHome, removeHome, type Told, until } from '../test-host.ts';
import { WISH } from './guard-world.ts';

const ACCOUNT = '32003:10001-7';
const TICKER = 'WDOU25';
const SLOW = { timeout: 40_000 };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function begin(): Promise<{ home: string; running: RunningHost; operator: HostOperator }> {
  const home = newHome();
  ends.push(() => removeHome(home));
  mkdirSync(join(home, 'work'));
  writeFileSync(join(home, 'work', 'simulation.txt'), `asset ${TICKER} F 0.5 1 10\n`);
  const account = { broker: 32003, account: '10001-7' };
  const machine = {
    schemaVersion: 1,
    dllPath: await simulatedDll(),
    workingFolder: join(home, 'work'),
    login: 'routing',
    account,
  };
  writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
  const environment = {
    QT_PROFIT_ACTIVATION_KEY: 'KEY-55511',
    QT_PROFIT_USER: 'person@example.com',
    QT_PROFIT_PASSWORD: 'login word 7',
    QT_PROFIT_ROUTING_PASSWORD: 'orders word 8',
  };
  const secrets = secretSource({ environment });
  const running = await runHost({ home, provenance: 'simulated', onStop: () => {}, secrets });
  ends.push(() => running.close('the test is over'));
  await until(() => running.host.vendor.status().routing.state === 'connected', 'routing');
  touch(home, 5120, 5120.5);
  const operator = await HostOperator.connect(home, 'test operator');
  ends.push(() => operator.close());
  return { home, running, operator };
}

function command(home: string, words: string): void {
  appendFileSync(join(home, 'work', 'simulation-commands.txt'), `${words}\n`);
}

function touch(home: string, bid: number, ask: number): void {
  command(home, `touch ${TICKER} ${bid} ${ask}`);
}

async function comes(home: string): Promise<Told> {
  const instruments = [{ ticker: TICKER, exchange: 'F' }];
  const told = await follow(home, { account: ACCOUNT, guard: WISH, instruments, since: 'now' });
  ends.push(() => told.end());
  await until(() => told.kinds().includes('positionReport'), 'the position');
  return told;
}

const entry: OrderCommand = {
  kind: 'submit',
  seq: 1_000_000,
  request: {
    clientOrderId: '1-1-1e',
    strategyId: 's',
    instrumentId: 0,
    side: 'buy',
    type: 'market',
    role: 'entry',
    quantity: 2,
    price: undefined,
    stopPrice: undefined,
    bracketId: undefined,
  },
  bracket: { stopPrice: 5110, stopLimitPrice: 5100, targetPrice: 5140 },
};

async function ordersOf(operator: HostOperator): Promise<AccountOrders> {
  const { accounts } = await operator.ask<{ accounts: readonly AccountOrders[] }>('orders', { account: ACCOUNT });
  return accounts[0]!;
}

async function untilOrders(operator: HostOperator, holds: (orders: AccountOrders) => boolean, what: string) {
  for (let tries = 0; ; tries++) {
    const orders = await ordersOf(operator);
    if (holds(orders)) return orders;
    if (tries > 1000) throw new Error(`${what} did not come to pass: ${JSON.stringify(orders)}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** A trader that holds what its entry has bought, without a bracket. */
async function traderWithPosition(home: string): Promise<Told> {
  const trader = await comes(home);
  trader.exchange.submit(entry);
  await until(() => trader.kinds().includes('fill'), 'the fill');
  return trader;
}

/** A trader died with its position: the guardian has placed a stop. */
async function coveredByGuardian(home: string, operator: HostOperator): Promise<AccountOrders> {
  const trader = await traderWithPosition(home);
  await trader.end();
  return untilOrders(operator, ({ orders }) => orders[0]?.status === 'working', 'the stop');
}

describe('the guardian over the simulated library', () => {
  it('covers what a trader that died has entered, and tells the next one of its stop', SLOW, async () => {
    const { home, operator } = await begin();
    const covered = await coveredByGuardian(home, operator);
    expect(covered).toMatchObject({
      guardian: 'alone',
      orders: [{ by: 'guardian', role: 'stop', side: 'sell', quantity: 2, price: 5100, stopPrice: 5110 }],
      positions: [{ net: 2, ticker: TICKER }],
    });
    const second = await comes(home);
    await until(() => second.kinds().includes('orderAdopted'), 'the order told');
    await untilOrders(operator, ({ guardian }) => guardian === 'watch', 'the guardian to be quiet');
    const adopted = second.payloads.find(({ kind }) => kind === 'orderAdopted');
    expect(adopted).toMatchObject({ by: 'guardian', request: { role: 'stop', bracketId: '1-1-1e', instrumentId: 0 } });
    expect(second.faults).toEqual([]);
  });

  it('closes nothing again that was closed in the terminal of the broker', SLOW, async () => {
    const { home, operator } = await begin();
    await coveredByGuardian(home, operator);
    command(home, `foreign-order sell 2 0 ${TICKER}`);
    const closed = await untilOrders(operator, ({ positions }) => positions[0]?.othersClosed === 2, 'the word of it');
    expect(closed.positions).toMatchObject([{ net: 2, othersClosed: 2 }]);
    await untilOrders(operator, ({ orders }) => orders.length === 0, 'the stop to be taken back');
    await operator.ask('flatten', { account: ACCOUNT, reason: 'a test' });
    const flat = await untilOrders(
      operator,
      ({ isNetSettled, guardian }) => isNetSettled === true && guardian !== 'close',
      'the position',
    );
    expect(flat.positions).toMatchObject([{ net: 2, othersClosed: 2, accountNet: 0 }]);
    expect(flat.orders).toEqual([]);
    expect(flat.notes.map(({ code }) => code)).toContain('closedByOthers');
    expect(flat.notes.filter(({ text }) => text.startsWith('exit'))).toEqual([]);
  });

  it('makes its stop fit what is left of a position of which a part was closed there', SLOW, async () => {
    const { home, operator } = await begin();
    await coveredByGuardian(home, operator);
    command(home, `foreign-order sell 1 0 ${TICKER}`);
    const fitted = await untilOrders(
      operator,
      ({ orders }) => orders.length === 1 && orders[0]!.quantity === 1,
      'the smaller stop',
    );
    expect(fitted).toMatchObject({
      orders: [{ by: 'guardian', role: 'stop', status: 'working', side: 'sell', price: 5100, stopPrice: 5110 }],
      positions: [{ net: 2, othersClosed: 1, accountNet: 1 }],
    });
    const codes = fitted.notes.map(({ code }) => code);
    expect(codes).toEqual(['guardianPlaces', 'closedByOthers', 'guardianPlaces', 'guardianCancels']);
  });

  it('is flat within two seconds of a kill, with all cancels sent within 250 ms', SLOW, async () => {
    const { home, operator } = await begin();
    const trader = await traderWithPosition(home);
    const { request } = entry as Extract<OrderCommand, { kind: 'submit' }>;
    const leg = { ...request, side: 'sell', quantity: 2 } as const;
    const stop = { clientOrderId: '1-1-2s', type: 'stopLimit', role: 'stop', price: 5100, stopPrice: 5110 } as const;
    const target = { clientOrderId: '1-1-3t', type: 'limit', role: 'target', price: 5140 } as const;
    for (const role of [stop, target]) {
      trader.exchange.submit({ kind: 'submit', seq: 1_000_000, request: { ...leg, ...role }, bracket: undefined });
    }
    await untilOrders(
      operator,
      ({ orders }) => orders.filter(({ status }) => status === 'working').length === 2,
      'legs',
    );
    const beganMs = performance.now();
    await operator.ask('kill', { account: ACCOUNT, reason: 'a test' });
    const askedMs = performance.now() - beganMs;
    await untilOrders(operator, ({ orders, positions }) => orders.length === 0 && positions.length === 0, 'flat');
    const flatMs = performance.now() - beganMs;
    console.info(`kill: all cancels sent before ${askedMs.toFixed(0)} ms, flat after ${flatMs.toFixed(0)} ms`);
    expect(askedMs).toBeLessThan(500);
    expect(flatMs).toBeLessThan(4000);
    await until(() => trader.kinds().includes('operatorCommand'), 'the news');
    expect(trader.faults).toEqual([]);
  });
});
