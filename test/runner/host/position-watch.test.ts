import { describe, expect, it } from 'vitest';
import { PositionWatch } from '../../../src/runner/host/position-watch.ts';

const REST_MS = 250;

async function passes(watch: PositionWatch, fromMs: number, toMs: number): Promise<void> {
  for (let nowMs = fromMs; nowMs < toMs; nowMs += REST_MS) {
    watch.tick(nowMs);
    for (let turns = 0; turns < 4; turns++) await Promise.resolve();
  }
}

describe('the watch on positions', () => {
  it('asks less and less while the vendor gives no answer, and tells what it answers at last', async () => {
    const told: number[] = [];
    let asked = 0;
    let position: number | undefined;
    const read = (): Promise<number | undefined> => {
      asked += 1;
      return Promise.resolve(position);
    };
    const watch = new PositionWatch({ read, tell: (_id, quantity) => told.push(quantity), isReady: () => true });
    watch.resume(0, 0);
    watch.ordersLoaded();
    await passes(watch, 0, 60_000);
    expect([asked, told]).toEqual([6, []]);
    position = 3;
    await passes(watch, 60_000, 64_000);
    expect(told).toEqual([3]);
  });

  it('tells nothing that it read before the broker was away', async () => {
    const told: number[] = [];
    let isReady = true;
    let position = 0;
    const read = (): Promise<number> => Promise.resolve(position);
    const watch = new PositionWatch({ read, tell: (_id, quantity) => told.push(quantity), isReady: () => isReady });
    watch.resume(0, 0);
    watch.ordersLoaded();
    await passes(watch, 0, 250);
    isReady = false;
    await passes(watch, 250, 500);
    isReady = true;
    position = 2;
    await passes(watch, 500, 750);
    position = 0;
    await passes(watch, 750, 1000);
    expect(told).toEqual([]);
    await passes(watch, 1000, 1250);
    expect(told).toEqual([0]);
  });

  it('asks at rest every 30 s, and at each tick for a while after something happened', async () => {
    const asked: number[] = [];
    let nowMs = 0;
    const read = (): Promise<number> => {
      asked.push(nowMs);
      return Promise.resolve(0);
    };
    const watch = new PositionWatch({ read, tell: () => {}, isReady: () => true });
    const pass = async (toMs: number): Promise<void> => {
      for (; nowMs < toMs; nowMs += REST_MS) await passes(watch, nowMs, nowMs + 1);
    };
    watch.resume(0, 0);
    watch.ordersLoaded();
    await pass(70_000);
    expect(asked).toEqual([0, 250, 30_250, 60_250]);
    watch.changed(0, nowMs);
    await pass(100_000);
    expect(asked.slice(4).every((each) => each > 70_000 && each < 75_000)).toBe(true);
    expect(asked).toHaveLength(4 + 19);
    expect([watch.quantityOf(0), watch.isFlat]).toEqual([0, true]);
  });

  it('finds by itself a position that nobody said has changed', async () => {
    const told: number[] = [];
    let position = 0;
    const read = (): Promise<number> => Promise.resolve(position);
    const watch = new PositionWatch({ read, tell: (_id, quantity) => told.push(quantity), isReady: () => true });
    watch.resume(0, 0);
    watch.ordersLoaded();
    await passes(watch, 0, 1000);
    position = -1;
    await passes(watch, 1000, 31_000);
    expect(told).toEqual([0, -1]);
    expect(watch.isFlat).toBe(false);
  });
});
