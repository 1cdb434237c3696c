// A host over the simulated library with the broker's rules set one way and the other; what the examination finds, and that it leaves nothing open.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { secretSource } from '../../../../src/adapters/secrets/secret-source.ts';
import { HostOperator } from '../../../../src/runner/capture/host-operator.ts';
import { capabilitiesOf, examineOrders } from '../../../../src/runner/doctor/orders/examine-orders.ts';
import type { Probed } from '../../../../src/runner/doctor/orders/order-probes.ts';
import type { AccountFacts } from '../../../../src/runner/host/account-requests.ts';
import type { AccountOrders } from '../../../../src/runner/host/guardian/account-orders.ts';
import type { LoginTimes } from '../../../../src/runner/host/login-time.ts';
import { type RunningHost, runHost } from '../../../../src/runner/host/run-host.ts';
import { simulatedDll } from '../../../support/simulated-dll.ts';
import { newHome, removeHome, until } from '../../host/test-host.ts';

const TICKER = 'WDOU25';
const ACCOUNT = '32003:10001-7';
const secrets = {
  QT_PROFIT_ACTIVATION_KEY: 'KEY-55511',
  QT_PROFIT_USER: 'person@example.com',
  QT_PROFIT_PASSWORD: 'login word 7',
  QT_PROFIT_ROUTING_PASSWORD: 'orders word 8',
};

let running: RunningHost | undefined;
let operator: HostOperator | undefined;
let home = '';

afterEach(async () => {
  operator?.close();
  await running?.close('the test is over');
  running = undefined;
  operator = undefined;
  removeHome(home);
});

async function begin(...rules: readonly string[]): Promise<HostOperator> {
  home = newHome();
  const work = join(home, 'work');
  mkdirSync(work);
  writeFileSync(
    join(work, 'simulation.txt'),
    `asset ${TICKER} F 0.5 1 10\nwalk ${TICKER} 1 20 1 5120\n${rules.join('\n')}\n`,
  );
  const demoAccount = { broker: 32003, account: '10001-7' };
  const machine = {
    ...{ schemaVersion: 1, dllPath: await simulatedDll(), workingFolder: work, login: 'routing' },
    ...{ demoAccount, dayTrade: true },
  };
  writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
  const source = secretSource({ environment: secrets });
  const started = await runHost({ home, provenance: 'simulated', onStop: () => {}, secrets: source });
  running = started;
  await until(() => started.host.vendor.status().routing.state === 'connected', 'routing');
  operator = await HostOperator.connect(home, 'test');
  return operator;
}

async function examined(host: HostOperator) {
  const told: [string, Probed][] = [];
  const ordersOf = async (account: string): Promise<AccountOrders> =>
    (await host.ask<{ accounts: readonly AccountOrders[] }>('orders', { account })).accounts[0]!;
  const result = await examineOrders({
    home,
    host: { orders: ordersOf, flatten: (account, reason) => host.ask('flatten', { account, reason }) },
    account: ACCOUNT,
    ticker: TICKER,
    told: (title, probed) => told.push([title, probed]),
    quoteMs: 20_000,
  });
  return { result, told, left: await ordersOf(ACCOUNT) };
}

describe('the examination of a broker', () => {
  it('finds that stops are changed and both exits work, and leaves nothing open', { timeout: 60_000 }, async () => {
    const host = await begin();
    const accounts = await host.ask<readonly AccountFacts[]>('accounts');
    expect(accounts).toMatchObject([{ kind: 'known', account: ACCOUNT, isSimulation: true, isEnabled: true }]);
    expect((await host.ask<LoginTimes>('login-time')).routingMs).toBeGreaterThanOrEqual(0);
    const log = (): string => readFileSync(join(home, 'host', 'log', 'host.log'), 'utf8');
    await until(() => log().includes('dayTradeMarked'), 'the mark of day trades');
    const { result, told, left } = await examined(host);
    expect(result).toMatchObject({ changeStop: { found: true }, bothExitsWorking: { found: true }, isFlat: true });
    expect(told).toHaveLength(2);
    expect(left).toMatchObject({ orders: [] });
    expect(left.positions.every(({ net }) => net === 0)).toBe(true);
    expect(capabilitiesOf(result)).toEqual({ changeStop: true, bothExitsWorking: true });
  });

  it('finds what the broker does not take', { timeout: 60_000 }, async () => {
    const { result, left } = await examined(await begin('change-stop 0', 'both-exits 0'));
    expect(result).toMatchObject({ changeStop: { found: false }, bothExitsWorking: { found: false }, isFlat: true });
    expect(left).toMatchObject({ orders: [] });
    expect(capabilitiesOf(result)).toEqual({ changeStop: false, bothExitsWorking: false });
  });

  it('is not made with a continuous name', async () => {
    const host = {
      orders: () => Promise.reject(new Error('asked')),
      flatten: () => Promise.reject(new Error('asked')),
    };
    const options = { home: '/none', host, account: ACCOUNT, ticker: 'WDOFUT', told: () => {} };
    await expect(examineOrders(options)).rejects.toMatchObject({ code: 'bad-option', field: 'contract' });
  });
});
