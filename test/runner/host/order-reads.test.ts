import { describe, expect, it } from 'vitest';
import { ORDERS_LOADED_MS, OrderReads } from '../../../src/runner/host/order-reads.ts';

type Answer = 'all' | 'some' | 'none';

interface ReadsBench {
  readonly reads: OrderReads;
  readonly times: number[];
  isReady: boolean;
  isInFlight: boolean;
}

function newReads(...answers: Answer[]): ReadsBench {
  const bench = { times: [] as number[], isReady: true, isInFlight: false, nowMs: 0 };
  const reads = new OrderReads({
    isReady: () => bench.isReady,
    isInFlight: () => bench.isInFlight,
    read: () => {
      bench.times.push(bench.nowMs);
      return Promise.resolve(answers.shift() ?? 'all');
    },
  });
  const tick = reads.tick.bind(reads);
  reads.tick = (nowMs) => {
    bench.nowMs = nowMs;
    tick(nowMs);
  };
  return Object.assign(bench, { reads });
}

async function passes(reads: OrderReads, fromMs: number, toMs: number): Promise<void> {
  for (let nowMs = fromMs; nowMs < toMs; nowMs += 250) {
    reads.tick(nowMs);
    for (let turns = 0; turns < 4; turns++) await Promise.resolve();
  }
}

describe('reads of all orders', () => {
  it('are made when the broker is there, twice, and then at rest every 10 s', async () => {
    const bench = newReads();
    bench.isReady = false;
    await passes(bench.reads, 0, 1000);
    expect(bench.times).toEqual([]);
    bench.isReady = true;
    await passes(bench.reads, 1000, 30_000);
    expect(bench.times).toEqual([1000, 2000, 12_000, 22_000]);
  });

  it('are made anew after each return of the broker, and a new process, and when something asks', async () => {
    const bench = newReads();
    await passes(bench.reads, 0, 5000);
    bench.reads.away();
    await passes(bench.reads, 5000, 10_000);
    bench.reads.processStarted();
    await passes(bench.reads, 10_000, 15_000);
    bench.reads.ask();
    await passes(bench.reads, 15_000, 20_000);
    expect(bench.times).toEqual([0, 1000, 5000, 6000, 10_000, 11_000, 15_000, 16_000]);
  });

  it('come again when the orders of the day are loaded, or after the time that it takes at most', async () => {
    const told = newReads('some', 'some');
    await passes(told.reads, 0, 3000);
    expect(told.reads.isCurrent(3000)).toBe(false);
    told.reads.ordersLoaded();
    await passes(told.reads, 3000, 3250);
    expect([told.times, told.reads.isCurrent(3250)]).toEqual([[0, 1000, 3000], true]);
    const silent = newReads('some', 'some');
    await passes(silent.reads, 0, ORDERS_LOADED_MS + 250);
    expect([silent.times, silent.reads.isCurrent(ORDERS_LOADED_MS)]).toEqual([[0, 1000, ORDERS_LOADED_MS], true]);
  });

  it('are made every 2 s while an order is on its way', async () => {
    const bench = newReads();
    bench.isInFlight = true;
    await passes(bench.reads, 0, 8000);
    bench.isInFlight = false;
    await passes(bench.reads, 8000, 30_000);
    expect(bench.times).toEqual([0, 1000, 3000, 5000, 7000, 17_000, 27_000]);
  });

  it('pause longer and longer without an answer: the rest waits for one, but not for ever', async () => {
    const bench = newReads(...new Array<Answer>(12).fill('none'));
    await passes(bench.reads, 0, 16_000);
    expect(bench.times).toEqual([0, 1000, 3000, 7000, 15_000]);
    expect([bench.reads.isCurrent(16_000), bench.reads.isCurrent(20_000)]).toEqual([false, true]);
  });
});
