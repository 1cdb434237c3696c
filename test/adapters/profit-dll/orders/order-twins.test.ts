import { describe, expect, it } from 'vitest';
import { SqliteOrderIdStore } from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import { TWIN_WAIT_US } from '../../../../src/adapters/profit-dll/orders/twin-queue.ts';
import { type BridgeBench, newBench, orderRequest, said, WDO } from './bridge-bench.ts';

function submit(bench: BridgeBench, id: string, more: Parameters<typeof orderRequest>[1] = {}): void {
  const request = orderRequest(id, more);
  bench.account.add(request);
  bench.bridge.take({ kind: 'submit', seq: 1, request, bracket: undefined }, WDO);
}

const named = (localOrderId: bigint) =>
  ({ kind: 'answered', value: { localOrderId, messageId: localOrderId, version: 2 } }) as const;

describe('two equal orders', () => {
  it('are never on their way at once: the second goes when the first has a name, the third after it', async () => {
    const bench = newBench();
    for (const id of ['a', 'b', 'c']) submit(bench, id);
    submit(bench, 'other', { quantity: 1 });
    expect(bench.sends).toHaveLength(2);
    await bench.sends[0]!.answer(named(11n));
    expect(bench.sends).toHaveLength(3);
    await bench.sends[2]!.answer(named(12n));
    await bench.sends[3]!.answer(named(13n));
    expect(said(bench)).toEqual(['submit a accepted', 'submit b accepted', 'submit c accepted']);
  });

  it('the second goes when the first was refused', async () => {
    const bench = newBench();
    for (const id of ['a', 'b']) submit(bench, id);
    await bench.sends[0]!.answer({ kind: 'notSent', reason: 'not running' });
    expect(bench.sends).toHaveLength(2);
  });

  it('the second is refused, and says why, when the fate of the first stays unknown; it was never reserved', async () => {
    const store = new SqliteOrderIdStore(':memory:');
    const bench = newBench(store);
    for (const id of ['a', 'b']) submit(bench, id);
    await bench.sends[0]!.answer({ kind: 'lost', reason: 'deadline' });
    bench.time.nowUs += TWIN_WAIT_US - 1;
    bench.bridge.tick(bench.time.nowUs);
    expect(said(bench)).toEqual(['submit a unknown']);
    bench.time.nowUs += 1;
    bench.bridge.tick(bench.time.nowUs);
    expect(said(bench)).toEqual(['submit a unknown', 'submit b refused']);
    expect(bench.answers.at(-1)).toMatchObject({ reason: 'an equal order, a, has no name at the vendor yet' });
    expect(store.load('A1/2025-08-05').map(({ request }) => request.clientOrderId)).toEqual(['a']);
  });

  it('hold up no cancel, of themselves or of others', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('x', { price: 5440 }), 7n);
    for (const id of ['a', 'b']) submit(bench, id);
    for (const clientOrderId of ['x', 'b']) {
      bench.bridge.take({ kind: 'cancel', seq: 2, clientOrderId, reason: 'test' }, undefined);
    }
    expect(bench.cancels.map(({ request }) => request.order.localOrderId)).toEqual([7n]);
    expect(said(bench).slice(1)).toEqual(['submit b refused', 'cancel b accepted']);
    await bench.sends[1]!.answer(named(11n));
    expect(bench.sends).toHaveLength(2);
  });

  it('the one that waits is refused when the trader begins anew, and is not said to have never come', async () => {
    const bench = newBench();
    for (const id of ['a', 'b']) submit(bench, id);
    bench.bridge.resume(['a']);
    await bench.sends[0]!.answer(named(11n));
    expect(bench.sends).toHaveLength(1);
    expect(said(bench)).toEqual(['submit b refused', 'submit a accepted']);
  });

  it('may both work: each then has a name of its own', async () => {
    const bench = newBench();
    await bench.sendWorking(orderRequest('a'), 11n);
    await bench.sendWorking(orderRequest('b'), 12n);
    bench.tell({ localOrderId: 12n, clOrderId: 'C2', traded: 2, status: 2 });
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 0 });
    expect(said(bench).slice(2)).toEqual(['fill b 2@5450.5', 'b filled', 'a working']);
  });
});
