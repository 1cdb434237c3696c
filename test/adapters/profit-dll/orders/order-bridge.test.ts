import { describe, expect, it } from 'vitest';
import type { SentOrder } from '../../../../src/adapters/profit-dll/calls/order-requests.ts';
import type { VendorOrder } from '../../../../src/adapters/profit-dll/decode/feed-facts.ts';
import type { CallOutcome } from '../../../../src/adapters/profit-dll/orders/order-calls.ts';
import { SqliteOrderIdStore } from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import type { OrderStatus } from '../../../../src/core/account/order.ts';
import { mayFollow } from '../../../../src/core/account/order-transitions.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import {
  type BridgeBench,
  NOW_US,
  newBench,
  orderRequest,
  settle,
  storedOrder,
  vendorOrder,
  WDO,
} from './bridge-bench.ts';

const said = ({ answers }: BridgeBench): readonly string[] =>
  answers.map((answer) => {
    if (answer.kind === 'fill') return `fill ${answer.quantity}@${answer.price}`;
    if (answer.kind === 'orderUpdate') return `${answer.status} ${answer.filledQuantity}`;
    if (answer.kind === 'orderAdopted') return `adopted by ${answer.by}`;
    return `${answer.command} ${answer.outcome}`;
  });

const submit = (bench: BridgeBench, id = '1-1-1e', more = {}): void => {
  const request = orderRequest(id, more);
  bench.account.add(request);
  bench.bridge.take({ kind: 'submit', seq: 1, request, bracket: undefined }, WDO);
};
const cancel = (bench: BridgeBench, clientOrderId = '1-1-1e'): void =>
  bench.bridge.take({ kind: 'cancel', seq: 2, clientOrderId, reason: 'test' }, undefined);

describe('an order', () => {
  it('goes the way that the vendor tells: 203, 203, 201, new, filled, with its lasting id late', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('1-1-1e'));
    for (const status of [203, 203, 201, 0]) bench.tell({ localOrderId: 11n, status });
    bench.tell({ localOrderId: 11n, clOrderId: 'CL-7', status: 0 });
    bench.tell({ clOrderId: 'CL-7', status: 1, traded: 1 });
    bench.tell({ clOrderId: 'CL-7', status: 1, traded: 1 });
    bench.tell({ clOrderId: 'CL-7', status: 2, traded: 2, averagePrice: 5450.25 });
    expect(said(bench)).toEqual([
      'submit accepted',
      'pendingNew 0',
      'working 0',
      'fill 1@5450.5',
      'partiallyFilled 1',
      'fill 1@5450',
      'filled 2',
    ]);
    expect(bench.account.order('1-1-1e')).toMatchObject({ status: 'filled', filledQuantity: 2, averagePrice: 5450.25 });
    expect([bench.complaints, bench.notes, bench.foreign]).toEqual([[], [], []]);
  });

  it('is sent with its type, side and prices, and without a password', async () => {
    const bench = newBench();
    submit(bench, '1-1-1e', { type: 'stopLimit', side: 'sell', price: 5440, stopPrice: 5441.5 });
    submit(bench, '1-1-2x', { type: 'market', price: undefined });
    expect(bench.sends.map(({ request }) => request)).toEqual([
      {
        account: { brokerId: 1003, accountId: 'A1', subAccountId: '' },
        asset: WDO.asset,
        side: 'sell',
        quantity: 2,
        order: { type: 'stopLimit', price: 5440, stopPrice: 5441.5 },
      },
      expect.objectContaining({ order: { type: 'market' } }),
    ]);
    await settle();
  });

  it('may be known by callbacks before the call that sent it is answered', async () => {
    const bench = newBench();
    submit(bench);
    bench.tell({ localOrderId: 11n, status: 203 });
    bench.tell({ localOrderId: 11n, status: 2, traded: 2 });
    expect(bench.answers).toEqual([]);
    await bench.sends[0]!.answer({ kind: 'answered', value: { localOrderId: 11n, messageId: 5n, version: 2 } });
    expect(said(bench)).toEqual(['submit accepted', 'pendingNew 0', 'fill 2@5450.5', 'filled 2']);
    expect(bench.foreign).toEqual([]);
  });

  it('answered with local id 0 is found by its message, then by its fields', async () => {
    const bench = newBench();
    submit(bench);
    await bench.sends[0]!.answer({ kind: 'answered', value: { localOrderId: undefined, messageId: 5n, version: 2 } });
    const result = { brokerId: 1003, localOrderId: 0n, messageId: 5n, code: 24, clOrderId: '', message: 'risco' };
    bench.bridge.onFact({ kind: 'messageResult', result: { ...result, code: 4 } }, NOW_US);
    expect(said(bench)).toEqual(['submit accepted']);
    bench.bridge.onFact({ kind: 'messageResult', result }, NOW_US);
    expect(said(bench)).toEqual(['submit accepted', 'rejected 0']);
    submit(bench, '1-1-2e');
    await bench.sends[1]!.answer({ kind: 'answered', value: { localOrderId: undefined, messageId: 6n, version: 2 } });
    bench.tell({ localOrderId: 77n, status: 0 });
    expect(said(bench).at(-1)).toBe('working 0');
    expect(bench.notes).toMatchObject([{ code: 'adopted', clientOrderId: '1-1-2e' }]);
  });

  it('that the vendor refuses is refused; one without answer is unknown and found again', async () => {
    const bench = newBench();
    submit(bench);
    await bench.sends[0]!.answer({ kind: 'error', code: 'NL_MARKET_ONLY', reason: 'no routing' });
    submit(bench, '1-1-2e', { price: 5449 });
    await bench.sends[1]!.answer({ kind: 'lost', reason: 'deadline' });
    submit(bench, '1-1-3e', { price: 5448 });
    await bench.sends[2]!.answer({ kind: 'error', code: 'NL_TIMEOUT', reason: 'timeout' });
    submit(bench, '1-1-4e', { price: 5447 });
    await bench.sends[3]!.answer({ kind: 'notSent', reason: 'not running' });
    expect(said(bench)).toEqual(['submit refused', 'submit unknown', 'submit unknown', 'submit refused']);
    bench.tell({ localOrderId: 4n, price: 5449, status: 1, traded: 1 });
    expect(said(bench).slice(4)).toEqual(['fill 1@5450.5', 'partiallyFilled 1']);
    bench.tell({ localOrderId: 5n, price: 5440, status: 0 });
    expect(bench.foreign).toHaveLength(1);
  });

  it('whose answer comes after it was given up is known by the id in it, cancelled by it, or rejected', async () => {
    const bench = newBench();
    const late = Promise.withResolvers<CallOutcome<SentOrder>>();
    submit(bench);
    await bench.sends[0]!.answer({ kind: 'lost', reason: 'deadline', late: late.promise });
    cancel(bench);
    expect(bench.cancels).toHaveLength(0);
    late.resolve({ kind: 'answered', value: { localOrderId: 9n, messageId: 1n, version: 2 } });
    await settle();
    expect(bench.cancels[0]!.request.order.localOrderId).toBe(9n);
    // another price than it was sent with: it could not have been found by its fields
    bench.tell({ localOrderId: 9n, price: 5400, status: 4 });
    expect(said(bench)).toEqual(['submit unknown', 'cancelled 0']);
    submit(bench, '1-1-2e');
    const refused = Promise.resolve<CallOutcome<SentOrder>>({ kind: 'error', code: 'NL_MARKET_ONLY', reason: 'none' });
    await bench.sends[1]!.answer({ kind: 'lost', reason: 'deadline', late: refused });
    await settle();
    expect(said(bench).slice(2)).toEqual(['submit unknown', 'rejected 0']);
    expect(bench.complaints).toEqual([]);
  });

  it('with the same id is never sent twice, in this run or the next, but told again', async () => {
    const store = new SqliteOrderIdStore(':memory:');
    const bench = newBench(store);
    await bench.sendWorking(orderRequest('1-1-1e'));
    bench.tell({ localOrderId: 11n, clOrderId: 'CL', status: 1, traded: 1 });
    const told = bench.answers.length;
    bench.bridge.take({ kind: 'submit', seq: 1, request: orderRequest('1-1-1e'), bracket: undefined }, WDO);
    expect(bench.sends).toHaveLength(1);
    expect(said(bench).slice(told)).toEqual(['fill 1@5450.5', 'partiallyFilled 1']);
    const next = newBench(store);
    next.account.add(orderRequest('1-1-1e'));
    next.bridge.resume();
    next.bridge.take({ kind: 'submit', seq: 1, request: orderRequest('1-1-1e'), bracket: undefined }, WDO);
    next.tell({ clOrderId: 'CL', localOrderId: 3n, status: 2, traded: 2 });
    expect(next.sends).toHaveLength(0);
    expect(next.account.order('1-1-1e')).toMatchObject({ status: 'filled', filledQuantity: 2 });
    expect(next.complaints).toEqual([]);
  });

  it('that was reserved before a crash is unknown, not rejected, and is adopted when it shows up', () => {
    const store = new SqliteOrderIdStore(':memory:');
    store.reserve('A1/2025-08-05', storedOrder(orderRequest('1-1-1e')));
    const bench = newBench(store);
    bench.bridge.resume();
    expect(said(bench)).toEqual(['unknown 0']);
    bench.tell({ clOrderId: 'CL', status: 0 });
    expect(said(bench).at(-1)).toBe('working 0');
  });

  it('that is not durable, or makes no sense, is not sent', async () => {
    const broken = new SqliteOrderIdStore(':memory:');
    const bench = newBench(broken);
    submit(bench, '1-1-1e', { price: 5450.3 });
    submit(bench, '1-1-2e', { quantity: 0.5 });
    submit(bench, '1-1-3e', { type: 'stopLimit', stopPrice: -1 });
    bench.bridge.take({ kind: 'submit', seq: 1, request: orderRequest('1-1-4e'), bracket: undefined }, undefined);
    broken.close();
    submit(bench, '1-1-5e');
    await settle();
    expect(said(bench)).toEqual(new Array(5).fill('submit refused'));
    expect(bench.sends).toHaveLength(0);
    // a disk that takes nothing is for a person; the rest is for whoever asked
    expect(bench.notes).toMatchObject([
      { code: 'storeFailed', halts: false, clientOrderId: '1-1-5e', text: expect.stringContaining('made durable') },
    ]);
  });
});

describe('a cancel', () => {
  it('goes with the ids that are known, is answered, and its order ends by record', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('1-1-1e'));
    bench.tell({ localOrderId: 11n, clOrderId: 'CL', status: 0 });
    cancel(bench);
    cancel(bench);
    expect(bench.cancels.map(({ request }) => request.order)).toEqual([{ localOrderId: 11n, clOrderId: 'CL' }]);
    await bench.cancels[0]!.answer({ kind: 'answered', value: { messageId: 9n, version: 1 } });
    for (const status of [6, 4, 4]) bench.tell({ clOrderId: 'CL', status });
    cancel(bench);
    expect(said(bench).slice(2)).toEqual(['cancel accepted', 'cancelled 0', 'cancelled 0', 'cancel refused']);
  });

  it('waits for an id, and is sent as soon as there is one', async () => {
    const bench = newBench();
    submit(bench);
    cancel(bench);
    expect(bench.cancels).toHaveLength(0);
    await bench.sends[0]!.answer({ kind: 'answered', value: { localOrderId: 11n, messageId: 5n, version: 2 } });
    expect(bench.cancels).toHaveLength(1);
  });

  it('that is rejected leaves its order alive, and one that loses the race brings a fill', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('1-1-1e'));
    bench.tell({ localOrderId: 11n, status: 0 });
    cancel(bench);
    await bench.cancels[0]!.answer({ kind: 'answered', value: { messageId: 9n, version: 1 } });
    const result = { brokerId: 1003, localOrderId: 0n, messageId: 9n, code: 9, clOrderId: '', message: 'tarde' };
    bench.bridge.onFact({ kind: 'messageResult', result }, NOW_US);
    bench.tell({ localOrderId: 11n, status: 0 });
    expect(said(bench).slice(2)).toEqual(['cancel accepted', 'cancel refused', 'working 0']);
    bench.tell({ localOrderId: 11n, status: 4, traded: 0 });
    bench.tell({ localOrderId: 11n, status: 2, traded: 2, updatedUs: NOW_US + 5 });
    expect(said(bench).slice(5)).toEqual(['cancelled 0', 'fill 2@5450.5', 'filled 2']);
    expect(bench.complaints).toEqual([]);
  });

  it('of an order that nobody sent is refused', () => {
    const bench = newBench();
    cancel(bench);
    expect(said(bench)).toEqual(['cancel refused']);
  });
});

describe('what does not fit', () => {
  it('is an order of somebody else: told apart, another account not at all', async () => {
    const bench = newBench();
    bench.tell({ clOrderId: 'X', status: 0 });
    bench.tell({ clOrderId: 'Y', account: { brokerId: 1003, accountId: 'A2', subAccountId: '' } });
    expect([bench.answers.length, bench.foreign.map(({ clOrderId }) => clOrderId)]).toEqual([0, ['X']]);
    await settle();
  });

  it.each<[string, Partial<VendorOrder>[], string]>([
    ['more traded than was asked for', [{ traded: 3, quantity: 3, status: 2 }], 'of 2 contracts traded'],
    ['traded without a price', [{ traded: 2, status: 2, averagePrice: 0 }], 'implies no price'],
    ['alive after its end', [{ status: 4 }, { status: 0, updatedUs: NOW_US + 1_000_000 }], 'after it was cancelled'],
    ['filled after it was rejected', [{ status: 8 }, { status: 1, traded: 1 }], 'was rejected has filled'],
  ])('%s is a contradiction that a person hears of', async (_name, records, text) => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('1-1-1e'));
    for (const record of records) bench.tell({ localOrderId: 11n, ...record });
    expect(bench.notes).toMatchObject([{ code: 'contradiction', text: expect.stringContaining(text) as string }]);
  });

  it('an end told too early is none: filled without the contracts', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('1-1-1e'));
    bench.tell({ localOrderId: 11n, status: 2, traded: 0 });
    bench.tell({ localOrderId: 11n, status: 2, traded: 1 });
    expect(said(bench).slice(1)).toEqual(['working 0', 'fill 1@5450.5', 'partiallyFilled 1']);
  });

  it('an order without its details is told', () => {
    const bench = newBench();
    bench.tell({ result: -2147483636, localOrderId: 9n });
    expect(bench.notes).toMatchObject([{ code: 'unreadableOrder' }]);
  });

  it('another vendor process makes open orders unknown until it shows them, and ids of the one before mean nothing', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('1-1-1e'));
    bench.tell({ localOrderId: 11n, status: 0 });
    await bench.sendWorking(orderRequest('1-1-2e', { price: 5449 }), 12n);
    bench.tell({ localOrderId: 12n, clOrderId: 'CL', status: 0, price: 5449 });
    submit(bench, '1-1-3e', { price: 5448 });
    bench.bridge.processStarted('2');
    await bench.sends[2]!.answer({ kind: 'answered', value: { localOrderId: 13n, messageId: 1n, version: 2 } });
    expect(bench.account.order('1-1-1e')!.status).toBe('unknown');
    expect(bench.account.order('1-1-2e')!.status).toBe('unknown');
    expect(said(bench).at(-1)).toBe('submit unknown');
    bench.tell({ localOrderId: 3n, clOrderId: 'CL', price: 5449, status: 4 });
    expect(bench.account.order('1-1-2e')!.status).toBe('cancelled');
    bench.tell({ localOrderId: 12n, clOrderId: 'OTHER', price: 5000 });
    expect(bench.foreign).toHaveLength(1);
    bench.tell({ localOrderId: 1n, clOrderId: 'CL-1', status: 0 });
    expect(bench.account.order('1-1-1e')!.status).toBe('working');
  });

  it('random records, late, repeated and out of order, never make an answer that the engine cannot take', async () => {
    const statuses = [0, 1, 2, 3, 4, 5, 6, 10, 12, 14, 15, 16, 200, 201, 203, 99];
    for (let seed = 1; seed <= propertyRuns(150); seed++) {
      const random = new Random(seed, 'orders');
      const bench = newBench();
      await bench.sendWorking(orderRequest('1-1-1e', { quantity: 6 }));
      // executions in their order; records tell how far they are, in any order and with any status
      const prices = Array.from({ length: 6 }, () => 10_900 + random.integer(4));
      const most = random.integer(7);
      const record = (traded: number): Partial<VendorOrder> => {
        const ticks = prices.slice(0, traded).reduce((sum, price) => sum + price, 0);
        const averagePrice = traded === 0 ? 0 : ticks / traded / 2;
        return { localOrderId: 11n, quantity: 6, traded, leaves: 6 - traded, averagePrice };
      };
      for (let step = 0; step < 25; step++) {
        bench.tell({ ...record(random.integer(most + 1)), status: statuses[random.integer(statuses.length)]! });
      }
      bench.tell({ ...record(most), status: most === 6 ? 2 : 1, updatedUs: NOW_US });
      expect(bench.complaints).toEqual([]);
      const order = bench.account.order('1-1-1e')!;
      expect(order.filledQuantity).toBe(most);
      const money = bench.answers.reduce(
        (sum, answer) => (answer.kind === 'fill' ? sum + answer.price * 2 * answer.quantity : sum),
        0,
      );
      expect(money).toBe(prices.slice(0, most).reduce((sum, price) => sum + price, 0));
      let last: OrderStatus = 'pendingNew';
      for (const answer of bench.answers) {
        if (answer.kind === 'fill' && (last === 'pendingNew' || last === 'working')) last = 'partiallyFilled';
        if (answer.kind !== 'orderUpdate') continue;
        expect([last, answer.status, mayFollow(last, answer.status)]).toEqual([last, answer.status, true]);
        last = answer.status;
      }
    }
  });

  it('nothing that is told, stored or sent holds a password', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('1-1-1e'));
    cancel(bench);
    const all = [bench.sends, bench.cancels].flatMap((calls) => calls.map(({ request }) => Object.keys(request)));
    expect(all.flat().filter((key) => key.toLowerCase().includes('password'))).toEqual([]);
    expect(vendorOrder({})).not.toHaveProperty('password');
  });
});
