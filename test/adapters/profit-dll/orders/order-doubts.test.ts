import { describe, expect, it } from 'vitest';
import type { SentOrder } from '../../../../src/adapters/profit-dll/calls/order-requests.ts';
import type { CallOutcome } from '../../../../src/adapters/profit-dll/orders/order-calls.ts';
import { SqliteOrderIdStore } from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import { type BridgeBench, NOW_US, newBench, orderRequest, said, settle, storedOrder, WDO } from './bridge-bench.ts';

const SECOND_US = 1_000_000;

async function submit(bench: BridgeBench, id: string, outcome: CallOutcome<SentOrder>): Promise<void> {
  const request = orderRequest(id);
  bench.account.add(request);
  bench.bridge.take({ kind: 'submit', seq: 1, request, bracket: undefined }, WDO);
  await bench.sends.at(-1)!.answer(outcome);
}

async function working(): Promise<BridgeBench> {
  const bench = newBench();
  await bench.sendWorking(orderRequest('a'));
  bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0 });
  bench.answers.length = 0;
  return bench;
}

const cancel = (bench: BridgeBench): void =>
  bench.bridge.take({ kind: 'cancel', seq: 2, clientOrderId: 'a', reason: 'test' }, undefined);

describe('an order in doubt', () => {
  it('is not refused by an answer that nobody knows: it fills', async () => {
    const bench = newBench();
    await submit(bench, 'a', { kind: 'error', code: '-2147483601', reason: 'SendOrder answered 0x8000002f' });
    bench.tell({ localOrderId: 7n, clOrderId: 'X', traded: 2, status: 2 });
    expect(said(bench)).toEqual(['submit a unknown', 'fill a 2@5450.5', 'a filled']);
    expect([bench.foreign, bench.complaints]).toEqual([[], []]);
  });

  it.each<[string, Parameters<BridgeBench['tell']>[0]]>([
    ['filled without a price', { traded: 2, averagePrice: 0, status: 2 }],
    ['filled beyond its quantity', { traded: 3, quantity: 3, status: 2 }],
  ])('is unknown when it is %s: trading halts, it is read again, and the true record counts', async (_name, record) => {
    const bench = await working();
    for (let times = 0; times < 3; times++) bench.tell({ localOrderId: 11n, clOrderId: 'C1', ...record });
    expect(said(bench)).toEqual(['a unknown']);
    expect(bench.notes).toMatchObject([{ code: 'contradiction', halts: true, clientOrderId: 'a' }]);
    expect(bench.reads).toHaveLength(1);
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', traded: 2, status: 2 });
    expect(said(bench).slice(1)).toEqual(['fill a 2@5450.5', 'a filled']);
  });

  it('is read again when the vendor announced it and did not show it', async () => {
    const bench = await working();
    bench.tell({ result: -2147483636, localOrderId: 11n });
    expect(bench.notes).toMatchObject([{ code: 'unreadableOrder', halts: false, clientOrderId: 'a' }]);
    expect(bench.reads).toHaveLength(1);
  });

  it('is ours by its id, however the vendor spells the account', async () => {
    const bench = await working();
    const account = { brokerId: 1003, accountId: 'A1-0', subAccountId: '' };
    bench.tell({ localOrderId: 11n, account, status: 1, traded: 1 });
    bench.tell({ clOrderId: 'C1', account, status: 2, traded: 2 });
    expect(said(bench)).toEqual(['fill a 1@5450.5', 'a partiallyFilled', 'fill a 1@5450.5', 'a filled']);
    expect(bench.notes).toMatchObject([{ code: 'otherAccount', halts: false, clientOrderId: 'a' }]);
  });

  it('may be created as long as the call that sends it has not ended, and not long after', async () => {
    const bench = newBench();
    const late = Promise.withResolvers<CallOutcome<SentOrder>>();
    await submit(bench, 'a', { kind: 'lost', reason: 'deadline', late: late.promise });
    bench.tell({ localOrderId: 12n, clOrderId: 'C2', createdUs: NOW_US + 1200 * SECOND_US, traded: 2, status: 2 });
    expect(said(bench)).toEqual(['submit a unknown', 'fill a 2@5450.5', 'a filled']);
    await submit(bench, 'b', { kind: 'lost', reason: 'the vendor process has ended' });
    bench.tell({ localOrderId: 13n, clOrderId: 'C3', createdUs: NOW_US + 400 * SECOND_US, status: 0 });
    expect(bench.foreign.map(({ clOrderId }) => clOrderId)).toEqual(['C3']);
  });

  it('that is one of two equal ones after a crash is the older: nothing at the vendor tells them apart', () => {
    const store = new SqliteOrderIdStore(':memory:');
    for (const id of ['a', 'b']) store.reserve('A1/2025-08-05', storedOrder(orderRequest(id)));
    const bench = newBench(store);
    bench.bridge.resume(['a', 'b']);
    bench.tell({ localOrderId: 12n, clOrderId: 'C2', traded: 2, status: 2 });
    bench.tell({ localOrderId: 13n, clOrderId: 'C3', status: 0 });
    expect(said(bench)).toEqual(['a unknown', 'b unknown', 'fill a 2@5450.5', 'a filled', 'b working']);
    expect(bench.foreign).toEqual([]);
  });

  it('gets its name from a late answer: orders are then read', async () => {
    const bench = newBench();
    const late = Promise.withResolvers<CallOutcome<SentOrder>>();
    await submit(bench, 'a', { kind: 'lost', reason: 'deadline', late: late.promise });
    bench.tell({ localOrderId: 12n, clOrderId: 'C2', price: 5000, status: 0 });
    const reads = bench.reads.length;
    late.resolve({ kind: 'answered', value: { localOrderId: 12n, messageId: 1n, version: 2 } });
    await settle();
    expect(bench.reads).toHaveLength(reads + 1);
    bench.tell({ localOrderId: 12n, clOrderId: 'C2', price: 5000, status: 0 });
    expect(said(bench)).toEqual(['submit a unknown', 'a working']);
  });

  it('that was taken to be another one is a contradiction when its answer comes', async () => {
    const bench = newBench();
    const late = Promise.withResolvers<CallOutcome<SentOrder>>();
    await submit(bench, 'a', { kind: 'lost', reason: 'deadline', late: late.promise });
    bench.tell({ localOrderId: 12n, clOrderId: 'C2', status: 0 });
    late.resolve({ kind: 'answered', value: { localOrderId: 9n, messageId: 1n, version: 2 } });
    await settle();
    expect(bench.notes.map(({ code, halts }) => [code, halts])).toEqual([
      ['adopted', false],
      ['contradiction', true],
    ]);
    expect(said(bench).at(-1)).toBe('a unknown');
  });
});

describe('records of an order', () => {
  it('count in the order of their events, and fills whenever they come', async () => {
    const bench = await working();
    cancel(bench);
    bench.tell({ localOrderId: 11n, status: 4, eventId: 9n });
    bench.tell({ localOrderId: 11n, status: 0, eventId: 8n, updatedUs: NOW_US + SECOND_US });
    expect([said(bench), bench.notes]).toEqual([['a cancelled'], []]);
    bench.tell({ localOrderId: 11n, status: 1, traded: 1, eventId: 7n });
    expect(said(bench).slice(1)).toEqual(['fill a 1@5450.5']);
    expect(bench.account.order('a')).toMatchObject({ status: 'cancelled', filledQuantity: 1 });
  });

  it('of another vendor process count whatever the number of their event is', async () => {
    const bench = await working();
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0, eventId: 90n });
    bench.bridge.processStarted('2');
    bench.tell({ localOrderId: 1n, clOrderId: 'C1', status: 4, eventId: 2n });
    expect(said(bench)).toEqual(['a unknown', 'a cancelled']);
  });

  it('whose average is not on the grid fill all the same, and a person hears of what is left over', async () => {
    const bench = await working();
    for (let times = 0; times < 2; times++) {
      bench.tell({ localOrderId: 11n, status: 2, traded: 2, averagePrice: 5450.4 });
    }
    expect(said(bench)).toEqual(['fill a 2@5450.5', 'a filled']);
    expect(bench.notes).toMatchObject([{ code: 'averageOffGrid', halts: false }]);
  });
});

describe('a result of a trading message', () => {
  it('that has no message id is about the order that it names', async () => {
    const bench = newBench();
    await submit(bench, 'a', { kind: 'answered', value: { localOrderId: 11n, messageId: 0n, version: 1 } });
    await submit(bench, 'b', { kind: 'answered', value: { localOrderId: 12n, messageId: 0n, version: 1 } });
    const result = { brokerId: 1003, localOrderId: 11n, messageId: 0n, code: 7, clOrderId: '', message: 'no margin' };
    bench.bridge.onFact({ kind: 'messageResult', result }, NOW_US);
    expect(said(bench).slice(2)).toEqual(['a rejected']);
  });
});

describe('an order that waits for its cancel', () => {
  it('stays so when an earlier state is repeated, and fills all the same', async () => {
    const bench = await working();
    cancel(bench);
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0 });
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0, updatedUs: undefined });
    expect(said(bench)).toEqual([]);
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 1, traded: 1 });
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 4, traded: 1 });
    expect(said(bench)).toEqual(['fill a 1@5450.5', 'a partiallyFilled', 'a cancelled']);
  });

  it('works on when a later state, a later event or the refusal of the cancel says so', async () => {
    const later = await working();
    cancel(later);
    later.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0, updatedUs: NOW_US + 1000 });
    expect(said(later)).toEqual(['a working']);
    const event = await working();
    cancel(event);
    event.tell({ localOrderId: 11n, clOrderId: 'C1', status: 6, eventId: 8n });
    event.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0, eventId: 7n });
    expect(said(event)).toEqual([]);
    event.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0, eventId: 9n });
    expect(said(event)).toEqual(['a working']);
    const refused = await working();
    cancel(refused);
    await refused.cancels[0]!.answer({ kind: 'error', code: 'NL_MARKET_ONLY', reason: 'no' });
    refused.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0 });
    expect(said(refused)).toEqual(['cancel a refused', 'a working']);
  });
});
