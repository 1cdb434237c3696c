import { describe, expect, it } from 'vitest';
import { SqliteOrderIdStore } from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import { type BridgeBench, newBench, orderRequest, said } from './bridge-bench.ts';

const STOP = orderRequest('s', { side: 'sell', type: 'stopLimit', role: 'stop', price: 5435, stopPrice: 5440 });
const AS_SENT = { localOrderId: 11n, clOrderId: 'C1', side: 2, type: 4, price: 5435, stopPrice: 5440 };
const AS_CHANGED = { ...AS_SENT, price: 5437, stopPrice: 5442 };
const SECOND_US = 1_000_000;

async function working(store = new SqliteOrderIdStore(':memory:')): Promise<BridgeBench> {
  const bench = newBench(store);
  await bench.sendWorking(STOP);
  bench.tell({ ...AS_SENT, status: 0 });
  bench.answers.length = 0;
  return bench;
}

const change = (bench: BridgeBench, more = {}): void =>
  bench.bridge.take(
    { kind: 'change', seq: 3, clientOrderId: 's', quantity: 2, price: 5437, stopPrice: 5442, ...more },
    undefined,
  );
const request = (bench: BridgeBench) => bench.bridge.orders[0]!.request;

describe('a change of an order', () => {
  it('goes with the ids that are known, and is in force when a record shows it', async () => {
    const bench = await working();
    change(bench);
    expect(bench.changes.map(({ request: asked }) => asked)).toMatchObject([
      { order: { localOrderId: 11n, clOrderId: 'C1' }, quantity: 2, price: 5437, stopPrice: 5442 },
    ]);
    await bench.changes[0]!.answer({ kind: 'answered', value: { messageId: 9n, version: 1 } });
    bench.tell({ ...AS_SENT, status: 0 });
    bench.tell({ ...AS_SENT, status: 14 });
    expect(request(bench)).toMatchObject({ price: 5435, stopPrice: 5440 });
    bench.tell({ ...AS_CHANGED, status: 5 });
    expect(said(bench)).toEqual(['s pendingReplace', 'change s accepted', 's working']);
    expect(request(bench)).toMatchObject({ price: 5437, stopPrice: 5442 });
    expect(bench.complaints).toEqual([]);
  });

  it('that is refused leaves the order as it was, by the call or by a message on the way', async () => {
    const byCall = await working();
    change(byCall);
    await byCall.changes[0]!.answer({ kind: 'error', code: 'NL_INVALID_ARGS', reason: 'no' });
    expect(said(byCall)).toEqual(['s pendingReplace', 's working', 'change s refused']);
    const byMessage = await working();
    change(byMessage);
    await byMessage.changes[0]!.answer({ kind: 'answered', value: { messageId: 9n, version: 1 } });
    const result = { brokerId: 1003, localOrderId: 0n, messageId: 9n, code: 9, clOrderId: '', message: 'tarde' };
    byMessage.bridge.onFact({ kind: 'messageResult', result }, byMessage.time.nowUs);
    expect(said(byMessage)).toEqual(['s pendingReplace', 'change s accepted', 's working', 'change s refused']);
    expect(request(byMessage)).toMatchObject({ price: 5435, stopPrice: 5440 });
  });

  it('that leaves no trace is given up after some seconds: the broker is right', async () => {
    const bench = await working();
    change(bench);
    await bench.changes[0]!.answer({ kind: 'lost', reason: 'deadline' });
    bench.time.nowUs += 4 * SECOND_US;
    bench.tell({ ...AS_SENT, status: 0 });
    expect(said(bench)).toEqual(['s pendingReplace', 'change s unknown']);
    bench.time.nowUs += SECOND_US;
    bench.tell({ ...AS_SENT, status: 0 });
    expect(said(bench).at(-1)).toBe('s working');
  });

  it('loses the race against a fill, which counts', async () => {
    const bench = await working();
    change(bench);
    bench.tell({ ...AS_SENT, traded: 2, averagePrice: 5439, status: 2 });
    expect(said(bench)).toEqual(['s pendingReplace', 'fill s 2@5439', 's filled']);
    change(bench);
    expect(said(bench).at(-1)).toBe('change s refused');
  });

  it.each([
    ['below what has traded', { quantity: 1 }],
    ['off the grid', { price: 5437.3 }],
    ['of no quantity', { quantity: 0 }],
  ])('%s is not sent', async (_name, more) => {
    const bench = await working();
    bench.tell({ ...AS_SENT, traded: 1, averagePrice: 5439, status: 1 });
    change(bench, more);
    expect(bench.changes).toEqual([]);
    expect(said(bench).at(-1)).toBe('change s refused');
  });

  it('survives a restart: the terms that the vendor shows are in force', async () => {
    const store = new SqliteOrderIdStore(':memory:');
    const bench = await working(store);
    change(bench);
    const next = newBench(store);
    next.account.add(STOP);
    expect(request(next)).toMatchObject({ price: 5435 });
    next.tell({ ...AS_CHANGED, localOrderId: 2n, status: 0 });
    expect(request(next)).toMatchObject({ price: 5437, stopPrice: 5442 });
    expect(request(newBench(store))).toMatchObject({ price: 5437, stopPrice: 5442 });
  });

  it('of an order that nobody sent is refused', () => {
    const bench = newBench();
    change(bench);
    expect(said(bench)).toEqual(['change s refused']);
  });
});
