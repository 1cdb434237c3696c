// Clients of a real host over its link, with a vendor that the test drives: what each is told, in which order, and what is never told twice.
import { afterEach, describe, expect, it } from 'vitest';
import { connectLink } from '../../../src/adapters/host-link/connect-link.ts';
import { readEndpoint } from '../../../src/adapters/host-link/endpoint.ts';
import type { LinkPeer } from '../../../src/adapters/host-link/link-peer.ts';
import { readToken } from '../../../src/adapters/host-link/token.ts';
import type { OrderCommand } from '../../../src/core/execution/order-command.ts';
import type { Host } from '../../../src/runner/host/host.ts';
import { noOrders, type OrderAnswers } from '../../../src/runner/host/order-port.ts';
import { Random } from '../../../src/simulation/random.ts';
import { epochBatch } from '../../support/host-stream.ts';
import {
  DOL,
  follow,
  newHome,
  removeHome,
  startHost,
  type TestHost,
  type Told,
  tradesFrom,
  until,
  WDO,
} from './test-host.ts';

const homes: string[] = [];
const hosts: Host[] = [];
const clients: Told[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
  for (const host of hosts.splice(0)) await host.stop('the test is over');
  for (const home of homes.splice(0)) removeHome(home);
});

async function start(options: Parameters<typeof startHost>[1] = {}): Promise<TestHost> {
  const home = newHome();
  homes.push(home);
  const started = await startHost(home, options);
  hosts.push(started.host);
  return started;
}

async function client(home: string, options: Parameters<typeof follow>[1] = {}): Promise<Told> {
  const told = await follow(home, options);
  clients.push(told);
  return told;
}

function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

const submit: OrderCommand = {
  kind: 'submit',
  seq: 3,
  request: {
    clientOrderId: '1-3-0',
    strategyId: 's',
    instrumentId: 1,
    side: 'buy',
    type: 'limit',
    role: 'entry',
    quantity: 2,
    price: 5500.5,
    stopPrice: undefined,
    bracketId: undefined,
  },
  bracket: undefined,
};

/** Takes every command and answers it; what it took stands in `taken`. */
function fakeOrders(taken: unknown[]) {
  return (_vendor: unknown, answers: OrderAnswers) => ({
    ...noOrders,
    accounts: ['1:100'],
    submit: (account: string, command: OrderCommand, instrument: unknown) => {
      taken.push({ account, command, instrument });
      if (command.kind !== 'submit') return;
      const { clientOrderId } = command.request;
      const update = {
        kind: 'orderUpdate',
        clientOrderId,
        status: 'working',
        filledQuantity: 0,
        reason: undefined,
      } as const;
      answers(account, update, 0);
      // of the host's first instrument: the stream below has it as its second
      const report = { kind: 'positionReport', instrumentId: 0, quantity: 2 } as const;
      answers(account, report, 0);
    },
  });
}

describe('a client of the host', () => {
  it('is told its epoch, the day so far, that it is whole, and then each event once, in order', async () => {
    const { home, time, vendor } = await start();
    const early = await client(home);
    await until(() => early.kinds().includes('backfillComplete'));
    vendor.trades('WDOU25', tradesFrom(time, 1, 500));
    vendor.quote('WDOU25', 0, 5500, 10);
    time.utcMs += 20;
    const late = await client(home);
    await until(() => late.trades.length === 500);
    vendor.trades('WDOU25', tradesFrom(time, 501, 100));
    await until(() => late.trades.length === 600 && early.trades.length === 600);
    expect(late.trades).toEqual(numbers(1, 600));
    expect(early.trades).toEqual(numbers(1, 600));
    expect(late.words[0]).toBe('epochStart');
    expect(late.kinds().slice(1)).toEqual(['connectionChange', 'connectionChange', 'quote', 'backfillComplete']);
    expect(late.words.indexOf('backfillComplete')).toBeGreaterThan(late.words.indexOf('t500'));
    expect(late.words.indexOf('backfillComplete')).toBeLessThan(late.words.indexOf('t501'));
    expect([...early.faults, ...late.faults]).toEqual([]);
  });

  it('is given ticks each second and the wakes it asks for, each before what is received later', async () => {
    const { home, time, vendor, host } = await start();
    const told = await client(home);
    await until(() => told.kinds().includes('backfillComplete'));
    told.exchange.wake(time.utcMs * 1000 + 2_500_000);
    await new Promise((done) => setTimeout(done, 30));
    time.utcMs += 2_990;
    vendor.trades('WDOU25', tradesFrom(time, 1, 1));
    time.utcMs += 1_500;
    host.beat();
    await until(() => told.words.at(-1) === 'clockTick' && told.trades.length === 1);
    const startUs = Date.UTC(2025, 7, 5, 14) * 1000;
    const at = told.words.map((word, n) => [word, (told.times[n]! - startUs) / 1e6] as const);
    expect(at.slice(-5)).toEqual(
      [
        ['clockTick', 1],
        ['clockTick', 2],
        ['clockTick', 2.5],
        ['t1', 2.99],
        ['clockTick', 3],
      ]
        .concat([['clockTick', 4]])
        .slice(-5),
    );
    expect(told.faults).toEqual([]);
  });

  it('has its own events echoed in the order in which it sent them', async () => {
    const { home } = await start();
    const told = await client(home);
    await until(() => told.kinds().includes('backfillComplete'));
    for (let n = 0; n < 50; n++) {
      told.exchange.inject({ kind: 'operatorCommand', command: 'pause', by: 'me', reason: `${n}` } as never);
      told.exchange.deliver(
        Promise.resolve({ kind: 'predictionTimedOut', strategyId: 's', requestSeq: n, reason: 'x' } as never),
      );
    }
    await until(() => told.payloads.filter(({ kind }) => kind === 'predictionTimedOut').length === 50);
    const reasons = told.payloads.filter(({ kind }) => kind === 'operatorCommand');
    expect(reasons.map((event) => (event as unknown as { reason: string }).reason)).toEqual(numbers(0, 49).map(String));
    expect(told.faults).toEqual([]);
  });

  it('is told a gap, then a new epoch with a day that history has made whole', async () => {
    const { home, time, vendor } = await start();
    const reasons: string[] = [];
    let epochs = 0;
    const told = await client(home, {
      epoch: ({ cause, whole }) => {
        reasons.push(`${cause} ${whole}`);
        return Promise.resolve(epochBatch(++epochs, 1));
      },
    });
    await until(() => told.kinds().includes('backfillComplete'));
    const day = tradesFrom(time, 1, 300);
    vendor.trades('WDOU25', day.slice(0, 100));
    vendor.lose('WDOU25', 'the line broke');
    vendor.trades('WDOU25', day.slice(200, 300));
    await until(() => told.trades.length === 200);
    vendor.fill('WDOU25', day);
    await until(() => told.kinds().filter((kind) => kind === 'backfillComplete').length === 2);
    const second = told.words.lastIndexOf('epochStart');
    expect(told.words.slice(0, second)).toContain('gap');
    expect(told.words.slice(second).filter((word) => word.startsWith('t'))).toEqual(
      numbers(1, 300).map((n) => `t${n}`),
    );
    expect(reasons).toEqual(['start true', 'afterGap true']);
    expect(told.faults).toEqual([]);
  });

  it('is told a gap when history finds trades that were lost without a sign, and then the whole day', async () => {
    const { home, time, vendor } = await start();
    const told = await client(home);
    await until(() => told.kinds().includes('backfillComplete'));
    const day = tradesFrom(time, 1, 30);
    vendor.trades('WDOU25', [...day.slice(0, 10), ...day.slice(12)]);
    await until(() => told.trades.length === 28);
    vendor.tape(WDO)?.openGap('nobody knows');
    vendor.fill('WDOU25', day);
    await until(() => told.kinds().filter((kind) => kind === 'backfillComplete').length === 2);
    const second = told.words.lastIndexOf('epochStart');
    expect(told.words.slice(0, second)).toContain('gap');
    expect(told.words.slice(second).filter((word) => word.startsWith('t'))).toEqual(numbers(1, 30).map((n) => `t${n}`));
  });

  it('is told that the day is not whole where no history can be had', async () => {
    const { home, vendor, time } = await start();
    vendor.wholeAtOnce = false;
    const told = await client(home);
    vendor.trades('WDOU25', tradesFrom(time, 7, 3));
    expect(told.words).toEqual([]);
    vendor.fill('WDOU25', undefined);
    await until(() => told.kinds().includes('gap'));
    expect(told.trades).toEqual([7, 8, 9]);
    expect(told.kinds()).not.toContain('backfillComplete');
  });

  it('survives the end of the host: it is told, and goes on in one sequence when a host is back', async () => {
    const first = await start();
    const told = await client(first.home);
    await until(() => told.kinds().includes('backfillComplete'));
    first.vendor.trades('WDOU25', tradesFrom(first.time, 1, 10));
    await until(() => told.trades.length === 10);
    await first.host.stop('a test');
    hosts.length = 0;
    await until(() => told.kinds().includes('gap'));
    first.time.utcMs += 5000;
    const second = await startHost(first.home, {}, first.time);
    hosts.push(second.host);
    await until(() => told.kinds().filter((kind) => kind === 'backfillComplete').length === 2, 'a new epoch');
    second.vendor.trades('WDOU25', tradesFrom(first.time, 11, 5));
    await until(() => told.trades.at(-1) === 15);
    expect(told.faults).toEqual([]);
    expect(
      told.payloads.some(
        (event) => event.kind === 'connectionChange' && 'state' in event && event.state === 'disconnected',
      ),
    ).toBe(true);
  });
});

describe('orders', () => {
  it('go to the vendor side from the one trader of the account, and answers come back in its numbers', async () => {
    const taken: unknown[] = [];
    const { home } = await start({ orders: fakeOrders(taken) });
    const reader = await client(home);
    const trader = await client(home, { account: '1:100', name: 'first', instruments: [DOL, WDO] });
    await expect(follow(home, { account: '1:100', instruments: [WDO] })).rejects.toThrow('has a trader already: first');
    await expect(follow(home, { account: '9:9', instruments: [WDO] })).rejects.toThrow('cannot be sent from this host');
    await until(() => trader.kinds().includes('backfillComplete'));
    trader.exchange.submit(submit);
    await until(() => trader.payloads.some(({ kind }) => kind === 'positionReport'));
    expect(taken).toMatchObject([{ account: '1:100', command: submit, instrument: { ticker: 'WDOU25' } }]);
    expect(trader.payloads.find(({ kind }) => kind === 'positionReport')).toMatchObject({ instrumentId: 1 });
    expect(reader.payloads.some(({ kind }) => kind === 'orderUpdate')).toBe(false);
    await trader.end();
    await until(() => hosts.length === 1);
    let next: Told | undefined;
    for (let tries = 0; next === undefined && tries < 50; tries++) {
      next = await client(home, { account: '1:100', instruments: [WDO] }).catch(() => undefined);
    }
    expect(next).toBeDefined();
  });

  it('of a reader without an account, as a challenger in shadow is, never reach the vendor side, whatever it sends', async () => {
    const taken: unknown[] = [];
    const { home } = await start({ orders: fakeOrders(taken) });
    const reader = await client(home, { instruments: [DOL, WDO] });
    await until(() => reader.kinds().includes('backfillComplete'));
    expect(() => reader.exchange.submit(submit)).toThrow('without an account sends no orders');
    // past its own code
    const { peer } = reader.exchange as unknown as { readonly peer: { send(message: object): boolean } };
    expect(peer.send({ kind: 'command', command: submit })).toBe(true);
    const trader = await client(home, { account: '1:100', instruments: [DOL, WDO] });
    await until(() => trader.kinds().includes('backfillComplete'));
    trader.exchange.submit({ ...submit, request: { ...submit.request, clientOrderId: '1-3-1' } });
    await until(() => taken.length > 0);
    expect(taken).toMatchObject([{ account: '1:100', command: { request: { clientOrderId: '1-3-1' } } }]);
  });

  it('of a trader whose host is gone are refused, since nothing was sent', async () => {
    const taken: unknown[] = [];
    const { home, host } = await start({ orders: fakeOrders(taken) });
    const trader = await client(home, { account: '1:100', instruments: [DOL, WDO] });
    await until(() => trader.kinds().includes('backfillComplete'));
    await host.stop('a test');
    hosts.length = 0;
    await until(() => trader.kinds().includes('gap'));
    trader.exchange.submit(submit);
    await until(() => trader.kinds().includes('commandResult'));
    expect(trader.payloads.at(-1)).toMatchObject({ outcome: 'refused', clientOrderId: '1-3-0' });
    expect(taken).toEqual([]);
    expect(trader.faults).toEqual([]);
  });
});

describe('a bad client', () => {
  async function raw(home: string, role: 'reader' | 'trader' | 'operator', got: unknown[]): Promise<LinkPeer> {
    const link = { endpoint: readEndpoint(home)!.endpoint, secret: readToken(home), role, name: 'bad' } as const;
    return connectLink(link, (peer) => {
      peer.handle({
        message: (message) => got.push(message),
        events: () => {},
        closed: (reason) => got.push(reason),
      });
    });
  }

  it('that does not read is told a gap and ended, and others go on', async () => {
    const { home, time, vendor, host } = await start({ slowBytes: 300_000 });
    const good = await client(home);
    await until(() => good.kinds().includes('backfillComplete'));
    const slow = await client(home, { name: 'slow' });
    await until(() => slow.kinds().includes('backfillComplete'));
    // one turn of this process sends far more than the queue may hold, and nobody reads meanwhile; the good one catches up
    const session = host.status() as { clients: { name: string; queuedBytes: number }[] };
    expect(session.clients).toHaveLength(2);
    const peerOfSlow = [...(host as unknown as { sessions: Set<{ peer: LinkPeer }> }).sessions].find(
      ({ peer }) => peer.facts.name === 'slow',
    )!.peer;
    (peerOfSlow as unknown as { socket: { cork(): void } }).socket.cork();
    for (let n = 0; n < 60; n++) {
      vendor.trades('WDOU25', tradesFrom(time, 1 + n * 200, 200));
      await until(() => good.trades.length === (n + 1) * 200);
    }
    (peerOfSlow as unknown as { socket: { uncork(): void } }).socket.uncork();
    await until(() => slow.kinds().includes('gap'), 'the gap');
    expect(good.trades).toEqual(numbers(1, 12_000));
    expect(good.faults).toEqual([]);
    expect(slow.faults).toEqual([]);
  });

  it('is ended for what it must not say, and nothing of it reaches others', async () => {
    const { home, time, vendor } = await start();
    const good = await client(home);
    await until(() => good.kinds().includes('backfillComplete'));
    const cases: readonly ((peer: LinkPeer) => void)[] = [
      (peer) => peer.send({ kind: 'nonsense' }),
      (peer) => peer.send({ kind: 'begin' }),
      (peer) => peer.send({ kind: 'command', command: submit }),
      (peer) => peer.sendEvents(epochBatch(1, 1)),
      (peer) => peer.send({ kind: 'open', firstSeq: -1 }),
    ];
    for (const act of cases) {
      const got: unknown[] = [];
      act(await raw(home, 'reader', got));
      await until(() => got.some((each) => (each as { kind?: string }).kind === 'ended'));
    }
    vendor.trades('WDOU25', tradesFrom(time, 1, 3));
    await until(() => good.trades.length === 3);
  });

  it('that opens and then sends seeded nonsense harms nobody', async () => {
    const { home, time, vendor } = await start();
    const good = await client(home);
    await until(() => good.kinds().includes('backfillComplete'));
    for (let seed = 1; seed <= 30; seed++) {
      const random = new Random(seed, 'nonsense');
      const got: unknown[] = [];
      const peer = await raw(home, 'reader', got);
      peer.send({
        kind: 'open',
        firstSeq: 1,
        afterUs: 0,
        instruments: [WDO],
        trades: true,
        quotes: true,
        book: 'none',
      });
      const socket = (peer as unknown as { socket: { write(bytes: Buffer): void } }).socket;
      socket.write(Buffer.from(Array.from({ length: 1 + random.integer(300) }, () => random.integer(256))));
      peer.destroy('enough');
    }
    vendor.trades('WDOU25', tradesFrom(time, 1, 3));
    await until(() => good.trades.length === 3);
    expect(good.faults).toEqual([]);
  });

  it('cannot ask for what only an operator may, and an operator reaches the traders', async () => {
    const { home } = await start({ orders: fakeOrders([]) });
    const trader = await client(home, { account: '1:100', instruments: [WDO] });
    await until(() => trader.kinds().includes('backfillComplete'));
    const got: unknown[] = [];
    const reader = await raw(home, 'reader', got);
    reader.send({ kind: 'request', id: 1, what: 'stop', args: null });
    reader.send({ kind: 'request', id: 2, what: 'status', args: null });
    await until(() => got.length === 2);
    expect(got).toMatchObject([{ kind: 'failure' }, { kind: 'answer' }]);
    const operator = await raw(home, 'operator', got);
    operator.send({ kind: 'request', id: 3, what: 'operate', args: { command: 'halt', reason: 'enough' } });
    operator.send({ kind: 'request', id: 4, what: 'constructor', args: null });
    await until(() => got.length === 4);
    expect(got[2]).toMatchObject({ kind: 'answer', value: { told: 1 } });
    expect(got[3]).toMatchObject({ kind: 'failure' });
    await until(() => trader.payloads.some(({ kind }) => kind === 'operatorCommand'));
  });
});

describe('two hosts of one home', () => {
  it('are never there: the second says which process has it', async () => {
    const { home } = await start();
    await expect(startHost(home)).rejects.toMatchObject({
      code: 'host-running',
      message: expect.stringContaining(`${process.pid}`),
    });
  });
});
