// A host over the simulated library whose trader dies with an open position: what a person is told by the host itself, and that it holds no secret.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutgoingAlert } from '../../../src/adapters/alerts/outgoing-alert.ts';
import { secretSource } from '../../../src/adapters/secrets/secret-source.ts';
import type { OrderCommand } from '../../../src/core/execution/order-command.ts';
import { HostOperator } from '../../../src/runner/capture/host-operator.ts';
import { runHost } from '../../../src/runner/host/run-host.ts';
import { localHttp } from '../../adapters/alerts/local-http.ts';
import { simulatedDll } from '../../support/simulated-dll.ts';
import { WISH } from './guardian/guard-world.ts';
import { follow, newHome, removeHome, until } from './test-host.ts';

const ACCOUNT = '32003:10001-7';
const TICKER = 'WDOU25';
const environment = {
  QT_PROFIT_ACTIVATION_KEY: 'KEY-55511',
  QT_PROFIT_USER: 'person@example.com',
  QT_PROFIT_PASSWORD: 'login word 7',
  QT_PROFIT_ROUTING_PASSWORD: 'orders word 8',
  QT_WEBHOOK_SECRET: 'who sends 9',
};

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const entry: OrderCommand = {
  kind: 'submit',
  seq: 1_000_000,
  request: {
    ...{ clientOrderId: '1-1-1e', strategyId: 's', instrumentId: 0, side: 'buy', type: 'market', role: 'entry' },
    ...{ quantity: 2, price: undefined, stopPrice: undefined, bracketId: undefined },
  },
  bracket: { stopPrice: 5110, stopLimitPrice: 5100, targetPrice: 5140 },
};

describe('a host whose trader dies with an open position', () => {
  it('tells a person once that it is alone, once of the stop that it places, and of the kill', {
    timeout: 40_000,
  }, async () => {
    const http = await localHttp();
    ends.push(() => http.close());
    const home = newHome();
    ends.push(() => removeHome(home));
    mkdirSync(join(home, 'work'));
    writeFileSync(join(home, 'work', 'simulation.txt'), `asset ${TICKER} F 0.5 1 10\n`);
    const machine = {
      schemaVersion: 1,
      dllPath: await simulatedDll(),
      workingFolder: join(home, 'work'),
      login: 'routing',
      account: { broker: 32003, account: '10001-7' },
      alerts: { language: 'en', desktop: false, webhook: { url: `${http.url}/hook` } },
    };
    writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
    const secrets = secretSource({ environment });
    const { host, close } = await runHost({ home, provenance: 'simulated', onStop: () => {}, secrets });
    ends.push(() => close('the test is over'));
    await until(() => host.vendor.status().routing.state === 'connected', 'routing');
    appendFileSync(join(home, 'work', 'simulation-commands.txt'), `touch ${TICKER} 5120 5120.5\n`);
    const instruments = [{ ticker: TICKER, exchange: 'F' }];
    const trader = await follow(home, { account: ACCOUNT, guard: WISH, instruments, since: 'now' });
    await until(() => trader.kinds().includes('positionReport'), 'the position');
    trader.exchange.submit(entry);
    await until(() => trader.kinds().includes('fill'), 'the fill');
    await trader.end();
    const told = (): readonly OutgoingAlert[] => http.heard.map(({ body }) => JSON.parse(body) as OutgoingAlert);
    await until(() => told().some(({ code }) => code === 'guardianPlaces'), 'the word of the stop');
    const operator = await HostOperator.connect(home, 'a person');
    ends.push(() => operator.close());
    await operator.ask('kill', { account: ACCOUNT, reason: 'a test' });
    await until(() => told().some(({ code }) => code === 'killed'), 'the word of the kill');

    const ofCode = (wanted: string): readonly OutgoingAlert[] => told().filter(({ code }) => code === wanted);
    expect(ofCode('guardianAlone')).toMatchObject([
      {
        severity: 'critical',
        source: 'host',
        happened: `account ${ACCOUNT}, open s holds 2, 0 orders are open`,
        title: expect.stringContaining('gone'),
      },
    ]);
    expect(ofCode('guardianPlaces').filter(({ happened }) => happened.includes('no stop'))).toMatchObject([
      {
        happened: `account ${ACCOUNT}: stop (stopLimit) to sell 2 ${TICKER} at 5110, limit 5100: no stop`,
        systemDid: 'A stop that was missing, or an exit, was sent',
        personShould: expect.stringContaining('qt status'),
      },
    ]);
    expect(ofCode('killed')).toMatchObject([{ severity: 'critical', happened: expect.stringContaining('a test') }]);
    for (const { body, headers } of http.heard) {
      for (const secret of Object.values(environment)) expect(body).not.toContain(secret);
      expect(headers['x-quantumtrader-secret']).toBe(environment.QT_WEBHOOK_SECRET);
    }
  });
});
