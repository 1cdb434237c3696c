// A real host with its guardian over its link, and a broker that answers in real time: traders that die and hang, hosts that come again, kills.
import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { OperatorCommand } from '../../../../src/core/account/account-event.ts';
import type { OrderRequest } from '../../../../src/core/account/order.ts';
import type { OrderCommand } from '../../../../src/core/execution/order-command.ts';
import { builtInTerms } from '../../../../src/core/market/instrument-terms.ts';
import { HostOperator } from '../../../../src/runner/capture/host-operator.ts';
import { GuardFile, guardFile } from '../../../../src/runner/host/guardian/guard-file.ts';
import type { Host, HostOptions } from '../../../../src/runner/host/host.ts';
import { HostClock } from '../../../../src/runner/host/host-clock.ts';
import type { HostInstruments } from '../../../../src/runner/host/host-instruments.ts';
import type { OrderAnswers } from '../../../../src/runner/host/order-port.ts';
import type { VendorPort, VendorStatus } from '../../../../src/runner/host/vendor/vendor-port.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { FakeTime, FakeVendor } from '../fake-vendor.ts';
import { follow, newHome, removeHome, startHost, type Told, until } from '../test-host.ts';
import { ACCOUNT, BrokerPort } from './broker-port.ts';
import { FakeBroker } from './fake-broker.ts';
import { WISH } from './guard-world.ts';

class RoutedVendor extends FakeVendor {
  override status(): VendorStatus {
    return { ...super.status(), routing: { service: 'routing', state: 'connected', detail: undefined } };
  }
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

class Stage {
  readonly home = newHome();
  readonly broker = new FakeBroker(new Random(7, 'guarded host'), { rejects: 0, mutes: 0, latencyMs: 5 });
  readonly sent = new BrokerPort(this.broker, () => Date.now() * 1000);
  host: Host | undefined;
  /** What a person should know, in the host's log. */
  readonly told: string[] = [];

  async start(): Promise<void> {
    const began = performance.now() - this.broker.nowMs;
    const timer = setInterval(() => this.broker.advance(performance.now() - began), 5);
    const time = new FakeTime();
    const options = {
      clock: new HostClock(),
      log: { info: () => {}, warning: () => {}, error: (what: string) => void this.told.push(what) },
      orders: (_vendor: VendorPort, answers: OrderAnswers, instruments: HostInstruments) => {
        instruments.add('WDOU25', 'F', builtInTerms('WDOU25')!);
        this.sent.answers = (event) => answers(ACCOUNT, event, Date.now() * 1000);
        return this.sent.port;
      },
    } satisfies Partial<HostOptions>;
    const { host } = await startHost(this.home, options, time, new RoutedVendor(time));
    this.host = host;
    ends.push(async () => {
      clearInterval(timer);
      if (this.host === host) await this.stop();
    });
  }

  async stop(): Promise<void> {
    await this.host?.stop('the test is over');
    this.host = undefined;
  }

  async trader(options: Parameters<typeof follow>[1] = {}): Promise<Told> {
    const told = await follow(this.home, { account: ACCOUNT, guard: WISH, since: 'now', ...options });
    ends.push(() => told.end());
    await until(() => told.kinds().includes('connectionChange'), 'the stream');
    return told;
  }

  async operator(): Promise<HostOperator> {
    const operator = await HostOperator.connect(this.home, 'test operator');
    ends.push(() => operator.close());
    return operator;
  }

  get working(): readonly string[] {
    return this.broker.working.map(({ request }) => request.role);
  }
}

async function staged(): Promise<Stage> {
  const stage = new Stage();
  ends.push(() => removeHome(stage.home));
  await stage.start();
  return stage;
}

function entry(id: string, price: number, quantity = 1): OrderCommand {
  const request: OrderRequest = {
    ...({
      clientOrderId: id,
      strategyId: 's',
      instrumentId: 0,
      side: 'buy',
      type: 'market',
      role: 'entry',
      quantity,
    } as const),
    ...{ price: undefined, stopPrice: undefined, bracketId: undefined },
  };
  // far away: the price walks while the test looks
  const bracket = { stopPrice: price - 200, stopLimitPrice: price - 210, targetPrice: price + 200 };
  return { kind: 'submit', seq: 1_000_000, request, bracket };
}

function stop(id: string, price: number, seq: number): OrderCommand {
  const command = entry(id, price) as Extract<OrderCommand, { kind: 'submit' }>;
  const leg = { side: 'sell', type: 'stopLimit', role: 'stop', price: price - 210, stopPrice: price - 200 } as const;
  return { ...command, seq, request: { ...command.request, ...leg }, bracket: undefined };
}

const idsOf = (told: Told, kind: string): readonly string[] =>
  told.payloads.flatMap((event) => {
    const { request, clientOrderId } = event as { request?: { clientOrderId: string }; clientOrderId?: string };
    return event.kind === kind ? [request?.clientOrderId ?? clientOrderId!] : [];
  });

describe('a trader that dies behind its entry', () => {
  it('has its position covered by the host, and is told of it when it comes back', async () => {
    const stage = await staged();
    const first = await stage.trader();
    first.exchange.submit(entry('1-1-1e', stage.broker.price));
    await until(() => stage.broker.position === 1, 'the entry');
    await first.end();
    await until(() => stage.working.includes('stop'), 'the stop of the guardian');
    expect(stage.told).toEqual(['guardianAlone']);
    expect(stage.sent.events.filter((word) => word.startsWith('guardian'))).toHaveLength(1);
    const second = await stage.trader();
    await until(() => idsOf(second, 'orderAdopted').some((id) => id.startsWith('g')), 'the order told');
    const adopted = second.payloads.find(
      (event) => event.kind === 'orderAdopted' && JSON.stringify(event).includes('clientOrderId":"g'),
    );
    expect(adopted).toMatchObject({ request: { role: 'stop', quantity: 1, instrumentId: 0, bracketId: '1-1-1e' } });
  });

  it('has it covered by a host that was started anew, though no trader ever comes', async () => {
    const stage = await staged();
    const trader = await stage.trader();
    trader.exchange.submit(entry('1-1-1e', stage.broker.price, 2));
    await until(() => stage.broker.position === 2, 'the entry');
    await stage.stop();
    await trader.end();
    expect(stage.working).not.toContain('stop');
    await stage.start();
    await until(() => stage.working.includes('stop'), 'the stop of the guardian');
    expect(stage.broker.working[0]!.request.quantity).toBe(2);
  });
});

describe('a trader that hangs with its connection open', () => {
  it('is covered at the deadline, has its late stop refused by name, and may trade when it is awake', async () => {
    const stage = await staged();
    const trader = await stage.trader();
    clearInterval((trader.exchange as unknown as { heartbeat: NodeJS.Timeout }).heartbeat);
    const { price } = stage.broker;
    trader.exchange.submit(entry('1-1-1e', price));
    await until(() => stage.working.includes('stop'), 'the stop of the guardian');
    trader.exchange.submit(stop('1-1-2s', price, 1));
    await until(() => idsOf(trader, 'commandResult').includes('1-1-2s'), 'the refusal');
    const reason = trader.payloads.find((event) => event.kind === 'commandResult');
    expect(reason).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/^the guardian has covered it: g/) as string,
    });
    const [guardians] = idsOf(trader, 'orderAdopted');
    trader.exchange.submit({ kind: 'cancel', seq: 1, clientOrderId: guardians!, reason: 'its own will follow' });
    await until(() => !stage.working.includes('stop'), 'the cancel');
    trader.exchange.submit(stop('1-1-3s', price, 1_000_000));
    await until(() => stage.sent.events.some((word) => word.endsWith('1-1-3s')), 'a stop of one who knows');
    await until(() => stage.told.length > 0, 'the word of its silence');
    expect(stage.told).toEqual(['traderSilent']);
  });

  it('cannot enter while it is silent', async () => {
    const stage = await staged();
    const trader = await stage.trader({ guard: { ...WISH, silentMs: 1000 } });
    clearInterval((trader.exchange as unknown as { heartbeat: NodeJS.Timeout }).heartbeat);
    await new Promise((done) => setTimeout(done, 1600));
    trader.exchange.submit(entry('1-1-1e', stage.broker.price));
    await until(() => idsOf(trader, 'commandResult').includes('1-1-1e'), 'the refusal');
    expect(stage.sent.events).toEqual([]);
  });
});

describe('a kill by an operator', () => {
  it('is out of everything, tells the trader, holds over a new host and ends by a typed release', async () => {
    const stage = await staged();
    const trader = await stage.trader();
    const { price } = stage.broker;
    trader.exchange.submit(entry('1-1-1e', price));
    await until(() => stage.broker.position === 1, 'the entry');
    trader.exchange.submit(stop('1-1-2s', price, 1_000_000));
    await until(() => stage.working.includes('stop'), 'the stop');
    // the broker has filled it before the host has heard of it
    await until(() => idsOf(trader, 'fill').includes('1-1-1e'), 'the fill told');
    const operator = await stage.operator();
    await expect(operator.ask('stop')).rejects.toThrow('s holds 1, 1 orders are open; stop it by force');
    const beganMs = performance.now();
    const before = stage.sent.events.length;
    expect(await operator.ask('kill', { account: ACCOUNT, reason: 'enough' })).toEqual({ killed: true, durable: true });
    // sent by the time of the answer, and first: the way out may have followed it already
    expect(stage.sent.events[before]).toBe('cancel 1-1-2s');
    const cancelMs = performance.now() - beganMs;
    await until(() => stage.broker.position === 0 && stage.working.length === 0, 'flat');
    console.info(
      `kill: cancels sent after ${cancelMs.toFixed(1)} ms, flat after ${(performance.now() - beganMs).toFixed(1)} ms`,
    );
    await until(
      () => idsOf(trader, 'orderAdopted').length > 0 && trader.kinds().includes('operatorCommand'),
      'the news',
    );
    operator.close();
    await trader.end();
    await stage.stop();
    await stage.start();
    const next = await stage.trader();
    // it was not there when it was asked for
    await until(() => next.kinds().includes('operatorCommand'), 'the news of the kill');
    expect(next.payloads.filter(({ kind }) => kind === 'operatorCommand')).toMatchObject([
      { command: 'kill', by: 'test operator', reason: 'enough' },
    ]);
    next.exchange.submit(entry('1-1-9e', stage.broker.price));
    await until(() => idsOf(next, 'commandResult').includes('1-1-9e'), 'the refusal');
    const again = await stage.operator();
    const { accounts } = await again.ask<{ accounts: object[] }>('orders');
    expect(accounts).toMatchObject([{ account: ACCOUNT, killed: { reason: 'enough' }, trader: 'test', orders: [] }]);
    await expect(again.ask('release', { account: ACCOUNT, typed: 'yes' })).rejects.toThrow(`type "release ${ACCOUNT}"`);
    await again.ask('release', { account: ACCOUNT, typed: `release ${ACCOUNT}` });
    next.exchange.submit(entry('1-1-10e', stage.broker.price));
    await until(() => stage.broker.position === 1, 'an entry');
    await again.ask('flatten', { account: ACCOUNT, reason: 'done for today' });
    await until(() => stage.broker.position === 0, 'flat');
  });

  it('that its trader was told of while the host could not be asked is one of the account, and told to it once', async () => {
    const stage = await staged();
    const trader = await stage.trader();
    const kill: OperatorCommand = { kind: 'operatorCommand', command: 'kill', by: 'a person', reason: 'out' };
    trader.exchange.inject(kill);
    await until(() => trader.kinds().includes('operatorCommand'), 'the kill');
    const operator = await stage.operator();
    const { accounts } = await operator.ask<{ accounts: object[] }>('orders');
    expect(accounts).toMatchObject([{ account: ACCOUNT, killed: { by: 'a person', reason: 'out', closes: true } }]);
    trader.exchange.submit(entry('1-1-1e', stage.broker.price));
    await until(() => idsOf(trader, 'commandResult').includes('1-1-1e'), 'the refusal');
    expect(trader.kinds().filter((kind) => kind === 'operatorCommand')).toHaveLength(1);
  });

  it('and its release while the trader is away are told to it by the next host, until it has taken them', async () => {
    const stage = await staged();
    const trader = await stage.trader();
    await trader.end();
    const operator = await stage.operator();
    await operator.ask('kill', { account: ACCOUNT, reason: 'enough' });
    await operator.ask('release', { account: ACCOUNT, typed: `release ${ACCOUNT}` });
    operator.close();
    const untold = (): object | undefined => new GuardFile(stage.home).of(ACCOUNT).untold;
    expect(untold()).toMatchObject({ reason: 'enough' });
    await stage.stop();
    await stage.start();
    const next = await stage.trader();
    await until(() => next.kinds().includes('operatorCommand'), 'the news of the kill');
    expect(next.payloads.filter(({ kind }) => kind === 'operatorCommand')).toMatchObject([
      { command: 'kill', by: 'test operator', reason: 'enough (released since)' },
    ]);
    await until(() => untold() === undefined, 'its sign that it has taken it');
    next.exchange.submit(entry('1-1-9e', stage.broker.price));
    await until(() => stage.broker.position === 1, 'an entry');
  });

  it('is taken to be there where its file cannot be read: nothing new, and nothing closed', async () => {
    const stage = await staged();
    await stage.stop();
    writeFileSync(guardFile(stage.home), '{ not json');
    expect(existsSync(guardFile(stage.home))).toBe(true);
    await stage.start();
    const trader = await stage.trader();
    trader.exchange.submit(entry('1-1-1e', stage.broker.price));
    await until(() => idsOf(trader, 'commandResult').includes('1-1-1e'), 'the refusal');
    expect(stage.sent.events).toEqual([]);
  });
});
