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
});
