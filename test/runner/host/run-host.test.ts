// A host as `qt host run` makes it, from machine.json and secrets, over the simulated library: an order to the venue and back.
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { secretSource } from '../../../src/adapters/secrets/secret-source.ts';
import type { OrderCommand } from '../../../src/core/execution/order-command.ts';
import { HostOperator } from '../../../src/runner/capture/host-operator.ts';
import { type RunningHost, runHost } from '../../../src/runner/host/run-host.ts';
import { simulatedDll } from '../../support/simulated-dll.ts';
import { follow, newHome, removeHome, type Told, until } from './test-host.ts';

const secrets = {
  QT_PROFIT_ACTIVATION_KEY: 'KEY-55511',
  QT_PROFIT_USER: 'person@example.com',
  QT_PROFIT_PASSWORD: 'login word 7',
  QT_PROFIT_ROUTING_PASSWORD: 'orders word 8',
};
const ticker = 'WDOU25';

let running: RunningHost | undefined;
let home = '';
let trader: Told | undefined;

afterEach(async () => {
  await trader?.end();
  await running?.close('the test is over');
  trader = undefined;
  running = undefined;
  removeHome(home);
});

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}

function order(id: string, price: number | undefined, quantity: number): OrderCommand {
  return {
    kind: 'submit',
    seq: 1,
    request: {
      clientOrderId: id,
      strategyId: 's',
      instrumentId: 0,
      side: 'buy',
      type: price === undefined ? 'market' : 'limit',
      role: 'entry',
      quantity,
      price,
      stopPrice: undefined,
      bracketId: undefined,
    },
    bracket: undefined,
  };
}

describe('a host from the settings of a machine', () => {
  it('does not begin with a library that is not there', async () => {
    home = newHome();
    writeFileSync(join(home, 'machine.json'), JSON.stringify({ schemaVersion: 1, dllPath: join(home, 'no', 'P.dll') }));
    const source = secretSource({ environment: secrets });
    const begun = runHost({ home, provenance: 'simulated', onStop: () => {}, secrets: source });
    await expect(begun).rejects.toMatchObject({ code: 'file-missing', field: 'dllPath' });
  });

  it('marks what comes of a stand-in as simulated, also where a session has started it as one of the exchange', async () => {
    home = newHome();
    mkdirSync(join(home, 'work'));
    writeFileSync(join(home, 'work', 'simulation.txt'), 'asset WDOU25 F 0.5 1 10\n');
    const machine = {
      schemaVersion: 1,
      dllPath: await simulatedDll(),
      workingFolder: join(home, 'work'),
      simulated: true,
    };
    writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
    const source = secretSource({ environment: secrets });
    running = await runHost({ home, provenance: 'exchange', onStop: () => {}, secrets: source });
    const operator = await HostOperator.connect(home, 'a test');
    expect(await operator.ask('live.status')).toMatchObject({ provenance: 'simulated' });
    operator.close();
  }, 40_000);

  it('brings orders to the venue and their answers back, and leaves no secret in any file', {
    timeout: 40_000,
  }, async () => {
    home = newHome();
    mkdirSync(join(home, 'work'));
    writeFileSync(join(home, 'work', 'simulation.txt'), 'asset WDOU25 F 0.5 1 10\n');
    const account = { broker: 32003, account: '10001-7' };
    const machine = {
      schemaVersion: 1,
      dllPath: await simulatedDll(),
      workingFolder: join(home, 'work'),
      login: 'routing',
      account,
      fees: { WDO: { exchangeFeeBrl: 1.2, brokerageBrl: 0.3 } },
    };
    writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
    running = await runHost({
      home,
      provenance: 'simulated',
      onStop: () => {},
      secrets: secretSource({ environment: secrets }),
    });
    const { host } = running;
    await until(() => host.vendor.status().routing.state === 'connected', 'routing');
    appendFileSync(join(home, 'work', 'simulation-commands.txt'), `touch ${ticker} 5120 5120.5\n`);
    trader = await follow(home, {
      account: `${account.broker}:${account.account}`,
      instruments: [{ ticker, exchange: 'F' }],
      since: 'now',
    });
    const told = trader;
    await until(() => told.kinds().includes('connectionChange'), 'the epoch');
    await until(() => told.kinds().includes('positionReport'), 'the position');
    expect(told.payloads.find(({ kind }) => kind === 'positionReport')).toMatchObject({ instrumentId: 0, quantity: 0 });
    told.exchange.submit(order('1-1-0', undefined, 2));
    await until(() => told.payloads.some((event) => event.kind === 'fill'), 'the fill');
    expect(told.payloads.find(({ kind }) => kind === 'fill')).toMatchObject({
      ...{ clientOrderId: '1-1-0', instrumentId: 0, quantity: 2, price: 5120.5, costsE4: 30_000 },
    });
    told.exchange.submit(order('1-1-1', 5100, 1));
    await until(
      () =>
        told.payloads.some((event) => event.kind === 'orderUpdate' && 'status' in event && event.status === 'working'),
      'the resting order',
    );
    told.exchange.submit({ kind: 'cancel', seq: 2, clientOrderId: '1-1-1', reason: 'a test' });
    await until(
      () =>
        told.payloads.some(
          (event) => event.kind === 'orderUpdate' && 'status' in event && event.status === 'cancelled',
        ),
      'the cancel',
    );
    expect(told.faults).toEqual([]);
    await told.end();
    await running.close('done');
    running = undefined;
    trader = undefined;
    for (const file of filesOf(home)) {
      const text = readFileSync(file);
      for (const secret of Object.values(secrets)) {
        expect(text.includes(secret), file).toBe(false);
        expect(text.includes(Buffer.from(secret, 'utf16le')), file).toBe(false);
      }
    }
  });
});
