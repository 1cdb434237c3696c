// Ends that nobody says, only quantities: when they count, what undoes them, and what becomes of an order that lives on after one.

import { describe, expect, it } from 'vitest';
import { SqliteOrderIdStore } from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import { PROVISIONAL_US } from '../../../../src/adapters/profit-dll/orders/provisional-end.ts';
import { type BridgeBench, newBench, orderRequest, said } from './bridge-bench.ts';

const WAITED = ['a unknown', 'a cancelled'];
const over = { status: 97, leaves: 0 };

async function working(store?: SqliteOrderIdStore): Promise<BridgeBench> {
  const bench = newBench(store, { provisionalUs: () => 0 });
  await bench.sendWorking(orderRequest('a'));
  bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0, updatedUs: 1 });
  bench.answers.length = 0;
  return bench;
}

const tell = (bench: BridgeBench, record: Parameters<BridgeBench['tell']>[0]): void =>
  bench.tell({ localOrderId: 11n, clOrderId: 'C1', ...record });

const pass = (bench: BridgeBench, us: number): void => {
  bench.time.nowUs += us;
  bench.bridge.tick(bench.time.nowUs);
};

describe('a status that does not say whether the order is alive', () => {
  it('ends one that had contracts left and has none after 2 s, however often one record is read', async () => {
    const bench = await working();
    tell(bench, { ...over, eventId: 5n });
    pass(bench, 300_000);
    tell(bench, { ...over, eventId: 5n });
    pass(bench, PROVISIONAL_US - 300_001);
    expect([said(bench), bench.reads.length]).toEqual([['a unknown'], 2]);
    pass(bench, 1);
    expect(said(bench)).toEqual(WAITED);
    expect(bench.answers.at(-1)).toMatchObject({ reason: 'status 97, and nothing is left of it' });
  });

  it('ends it earlier when a later event says the same', async () => {
    const bench = await working();
    tell(bench, { ...over, eventId: 5n });
    pass(bench, 300_000);
    tell(bench, { ...over, eventId: 6n });
    expect(said(bench)).toEqual(WAITED);
  });

  it('leaves it unknown while contracts are left, and where it never had any and no closing time', async () => {
    const bench = await working();
    tell(bench, { status: 97, leaves: 2 });
    pass(bench, 2 * PROVISIONAL_US);
    expect(said(bench)).toEqual(['a unknown']);
    const fresh = newBench(undefined, { provisionalUs: () => 0 });
    await fresh.sendWorking(orderRequest('a'));
    fresh.answers.length = 0;
    for (const closedUs of [undefined, 1]) {
      fresh.tell({ localOrderId: 11n, ...over, closedUs });
      pass(fresh, 2 * PROVISIONAL_US);
      expect(said(fresh)).toEqual(closedUs === undefined ? ['a unknown'] : WAITED);
    }
  });

  it.each([
    ['whose fields were never set', { status: 200, side: 200, quantity: 0, leaves: 0 }],
    ['without a side', { ...over, side: 0 }],
  ])('says nothing in a record %s', async (_name, record) => {
    const bench = await working();
    tell(bench, record);
    pass(bench, 2 * PROVISIONAL_US);
    expect(said(bench)).toEqual(['a unknown']);
  });

  it('ends nothing amid a change, after which the order may be alive', async () => {
    const bench = await working();
    bench.bridge.take(
      { kind: 'change', seq: 2, clientOrderId: 'a', quantity: 2, price: 5451, stopPrice: undefined },
      undefined,
    );
    bench.answers.length = 0;
    tell(bench, over);
    pass(bench, 2 * PROVISIONAL_US);
    expect(said(bench)).toEqual(['a unknown']);
  });

  it('is believed at once when its word comes, and what trades meanwhile counts', async () => {
    const bench = await working();
    tell(bench, over);
    tell(bench, { status: 4, leaves: 0 });
    expect(said(bench)).toEqual(WAITED);
    const filled = await working();
    tell(filled, { ...over, traded: 1 });
    tell(filled, { status: 2, leaves: 0, traded: 2 });
    pass(filled, 2 * PROVISIONAL_US);
    expect(said(filled).at(-1)).toBe('a filled');
  });

  it.each<[string, (bench: BridgeBench) => void]>([
    ['a new vendor process', (bench) => bench.bridge.processStarted('run2')],
    ['a record that contradicts itself', (bench) => tell(bench, { traded: 3, quantity: 3, status: 2 })],
    ['a fill without a price', (bench) => tell(bench, { traded: 1, averagePrice: 0, status: 1 })],
  ])('does not count any more after %s', async (_name, happens) => {
    const bench = await working();
    tell(bench, over);
    pass(bench, 1_000_000);
    happens(bench);
    pass(bench, PROVISIONAL_US - 1);
    expect(said(bench)).not.toContain('a cancelled');
  });

  it('does not make a clear end on an old build wait anew', async () => {
    const bench = newBench(undefined, { provisionalUs: () => PROVISIONAL_US });
    await bench.sendWorking(orderRequest('a'));
    bench.tell({ localOrderId: 11n, status: 0 });
    bench.answers.length = 0;
    bench.tell({ localOrderId: 11n, status: 8 });
    pass(bench, PROVISIONAL_US - 1);
    bench.tell({ localOrderId: 11n, ...over });
    pass(bench, 1);
    expect(said(bench)).toEqual(['a rejected']);
  });
});

describe('an order that lives on after an end that nobody said', () => {
  it.each([0, 6, 10, 97])('is told to a person and taken back, whatever its status is called (%i)', async (status) => {
    const bench = await working();
    tell(bench, { ...over, updatedUs: 2 });
    pass(bench, PROVISIONAL_US);
    tell(bench, { status, leaves: 2, updatedUs: 3 });
    expect(bench.notes).toMatchObject([{ code: 'contradiction', halts: true, clientOrderId: 'a' }]);
    expect(bench.cancels.map(({ request }) => request.order)).toEqual([{ clOrderId: 'C1' }]);
  });

  it('is so after a restart too', async () => {
    const store = new SqliteOrderIdStore(':memory:');
    const before = await working(store);
    tell(before, over);
    pass(before, PROVISIONAL_US);
    const bench = newBench(store);
    tell(bench, { status: 0, leaves: 2, updatedUs: 9 });
    expect(bench.notes).toMatchObject([{ code: 'contradiction', halts: true, clientOrderId: 'a' }]);
    expect(bench.cancels).toHaveLength(1);
  });

  it('is not one whose end was said: what nobody knows says nothing against it', async () => {
    const bench = await working();
    tell(bench, { status: 4, leaves: 2, updatedUs: 2 });
    tell(bench, { status: 97, leaves: 2, updatedUs: 3 });
    expect([said(bench), bench.notes]).toEqual([['a cancelled'], []]);
  });

  it('is not one of which an old record without a time comes late', async () => {
    const bench = newBench(undefined, { provisionalUs: () => PROVISIONAL_US });
    await bench.sendWorking(orderRequest('a'));
    tell(bench, { status: 4, updatedUs: undefined });
    pass(bench, PROVISIONAL_US);
    tell(bench, { status: 0, updatedUs: 1 });
    expect(bench.notes).toEqual([]);
  });
});
