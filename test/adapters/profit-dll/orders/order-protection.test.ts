// Orders that take risk away and fills that make risk, where the disk or the vendor fails: they go out, and they are seen.
import { describe, expect, it } from 'vitest';
import { type OrderIdStore, SqliteOrderIdStore } from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import { UNPRICED_WAIT_US } from '../../../../src/adapters/profit-dll/orders/unpriced-record.ts';
import type { OrderRequest } from '../../../../src/core/account/order.ts';
import { type BridgeBench, newBench, orderRequest, said, settle, WDO } from './bridge-bench.ts';

function take(bench: BridgeBench, request: OrderRequest): void {
  bench.bridge.take({ kind: 'submit', seq: 1, request, bracket: undefined }, WDO);
}

function wait(bench: BridgeBench): void {
  bench.time.nowUs += UNPRICED_WAIT_US;
  bench.bridge.tick(bench.time.nowUs);
}

const market = { type: 'market', price: undefined } as const;
const stopLimit = { role: 'stop', side: 'sell', type: 'stopLimit', price: 5440, stopPrice: 5445 } as const;

describe('a disk that takes nothing more', () => {
  function fullDisk(): OrderIdStore {
    const store: OrderIdStore = new SqliteOrderIdStore(':memory:');
    store.reserve = () => {
      throw new Error('database or disk is full');
    };
    return store;
  }

  it('keeps entries back and lets stops, targets and exits out, those of the guardian as well', async () => {
    const bench = newBench(fullDisk());
    take(bench, orderRequest('e'));
    expect(bench.sends).toHaveLength(0);
    expect(said(bench)).toEqual(['submit e refused']);
    take(bench, orderRequest('s', stopLimit));
    take(bench, orderRequest('t', { role: 'target', side: 'sell', price: 5470 }));
    take(bench, orderRequest('x', { role: 'exit', side: 'sell', ...market }));
    bench.bridge.place(orderRequest('g1', { role: 'exit', side: 'sell', quantity: 1, ...market }), WDO, 'no stop');
    await settle();
    expect(bench.sends).toHaveLength(4);
    expect(bench.notes.map(({ code }) => code)).toEqual(Array(5).fill('storeFailed'));
  });

  it('sends an order once all the same', async () => {
    const bench = newBench(fullDisk());
    for (let k = 0; k < 2; k++) take(bench, orderRequest('s', stopLimit));
    await settle();
    expect(bench.sends).toHaveLength(1);
  });
});

describe('a fill without a price', () => {
  const filled = { localOrderId: 11n, clOrderId: 'C1', status: 2, traded: 2, leaves: 0, averagePrice: 0 };

  it.each([0, Number.NaN])(
    'of %d halts and is read again at once, and is held at the price of the limit order soon',
    async (averagePrice) => {
      const bench = newBench();
      await bench.sendWorking(orderRequest('e', { price: 5450.5 }));
      const before = bench.reads.length;
      bench.tell({ ...filled, averagePrice });
      expect(bench.notes).toMatchObject([{ code: 'contradiction', halts: true }]);
      expect(bench.reads.length).toBeGreaterThan(before);
      wait(bench);
      expect(said(bench).slice(1)).toEqual(['e unknown', 'fill e 2@5450.5', 'e filled']);
      expect(bench.account.held('s', 0)).toBe(2);
    },
  );

  it('at market is held at the last price that is known, and beside it at what the plan of the entry says', async () => {
    const bench = newBench();
    take(bench, orderRequest('x', { role: 'exit', side: 'sell', ...market }));
    const priced = { ...WDO, lastPrice: () => 5461 };
    const request = orderRequest('e', market);
    const bracket = { stopPrice: 5440, stopLimitPrice: 5435, targetPrice: 5470 };
    const other = newBench();
    for (const [each, instrument] of [
      [bench, priced],
      [other, WDO],
    ] as const) {
      each.account.add(request);
      each.bridge.take({ kind: 'submit', seq: 1, request, bracket }, instrument);
      await each.sends.at(-1)!.answer({ kind: 'answered', value: { localOrderId: 11n, messageId: 1n, version: 2 } });
      each.tell({ ...filled, type: 1, price: 0 });
      wait(each);
    }
    expect(said(bench)).toContain('fill e 2@5461');
    expect(said(other)).toContain('fill e 2@5440');
  });

  it('is made good by the average of what fills next, and told again the same after a restart', async () => {
    const store = new SqliteOrderIdStore(':memory:');
    const bench = newBench(store);
    await bench.sendWorking(orderRequest('e', { price: 5450.5 }));
    bench.tell({ ...filled, status: 1, traded: 1, leaves: 1 });
    wait(bench);
    bench.tell({ ...filled, averagePrice: 5450 });
    const fills = ['fill e 1@5450.5', 'fill e 1@5449.5'];
    expect(said(bench).filter((word) => word.startsWith('fill'))).toEqual(fills);
    const next = newBench(store);
    next.bridge.resume(['e']);
    expect(said(next).filter((word) => word.startsWith('fill'))).toEqual(fills);
  });
});

describe('a trader that begins', () => {
  it('with nothing of its own is told of the orders of the day before it is told what became of them', async () => {
    const store = new SqliteOrderIdStore(':memory:');
    const bench = newBench(store);
    await bench.sendWorking(orderRequest('dprobe-1', { strategyId: 'doctor' }));
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 4, leaves: 0 });
    const next = newBench(store);
    next.bridge.resume([]);
    expect(said(next)[0]).toBe('adopted dprobe-1 by reconciliation');
    expect(next.complaints).toEqual([]);
  });

  it('is told of each order that it lacks whether it has ended already', async () => {
    const store = new SqliteOrderIdStore(':memory:');
    const bench = newBench(store);
    await bench.sendWorking(orderRequest('over', { strategyId: 'other' }));
    bench.tell({ localOrderId: 11n, clOrderId: 'C1', status: 4, leaves: 0 });
    await bench.sendWorking(orderRequest('works', { strategyId: 'other' }), 12n);
    bench.answers.length = 0;
    bench.bridge.resume([]);
    const adopted = bench.answers.flatMap((answer) => (answer.kind === 'orderAdopted' ? [answer] : []));
    expect(adopted.map(({ request, hasEnded }) => [request.clientOrderId, hasEnded])).toEqual([
      ['over', true],
      ['works', undefined],
    ]);
  });

  it('takes back what it asked for and was not sent, and nothing that the guardian did', async () => {
    const bench = newBench();
    take(bench, orderRequest('a', stopLimit));
    take(bench, orderRequest('b', stopLimit));
    bench.bridge.place(orderRequest('g1', stopLimit), WDO, 'no stop');
    await settle();
    expect(bench.sends).toHaveLength(1);
    const from = bench.answers.length;
    bench.bridge.resume(undefined);
    expect(said(bench).slice(from)).toEqual([]);
    bench.bridge.resume(['a', 'b']);
    expect(said(bench).slice(from)).toContain('submit b refused');
    expect(said(bench)).not.toContain('submit g1 refused');
  });
});
