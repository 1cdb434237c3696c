import { describe, expect, it } from 'vitest';
import { PROVISIONAL_US, provisionalUsOf } from '../../../../src/adapters/profit-dll/orders/provisional-end.ts';
import { type BridgeBench, newBench, orderRequest, said } from './bridge-bench.ts';

async function working(): Promise<BridgeBench> {
  const bench = newBench(undefined, { provisionalUs: () => PROVISIONAL_US });
  await bench.sendWorking(orderRequest('a'));
  bench.tell({ localOrderId: 11n, status: 0 });
  bench.answers.length = 0;
  return bench;
}

const pass = (bench: BridgeBench, us: number): void => {
  bench.time.nowUs += us;
  bench.bridge.tick(bench.time.nowUs);
};

describe('an end that an old build tells', () => {
  it('counts after 2 s, is asked for meanwhile, and is not when the order lives on', async () => {
    const bench = await working();
    bench.tell({ localOrderId: 11n, status: 4 });
    pass(bench, PROVISIONAL_US - 1);
    expect([said(bench), bench.reads.length]).toEqual([[], 1]);
    pass(bench, 1);
    expect(said(bench)).toEqual(['a cancelled']);
    const alive = await working();
    alive.tell({ localOrderId: 11n, status: 8 });
    alive.tell({ localOrderId: 11n, status: 0 });
    pass(alive, 2 * PROVISIONAL_US);
    expect(said(alive)).toEqual([]);
  });

  it('counts when it is told again a little later, not when one message comes twice', async () => {
    const bench = await working();
    for (let times = 0; times < 3; times++) bench.tell({ localOrderId: 11n, status: 12 });
    expect(said(bench)).toEqual([]);
    bench.time.nowUs += 300_000;
    bench.tell({ localOrderId: 11n, status: 12 });
    expect(said(bench)).toEqual(['a expired']);
  });

  it('never holds back a fill', async () => {
    const bench = await working();
    bench.tell({ localOrderId: 11n, status: 15, traded: 1 });
    expect(said(bench)).toEqual(['fill a 1@5450.5', 'a partiallyFilled']);
    bench.tell({ localOrderId: 11n, status: 2, traded: 2 });
    pass(bench, 2 * PROVISIONAL_US);
    expect(said(bench)).toEqual(['fill a 1@5450.5', 'a partiallyFilled', 'fill a 1@5450.5', 'a filled']);
  });

  it.each([
    ['4.0.0.40', PROVISIONAL_US],
    ['4.0.0.41', 0],
    ['4.0.1.0', 0],
    ['3.9.0.99', PROVISIONAL_US],
    ['4.0', PROVISIONAL_US],
    ['what', PROVISIONAL_US],
    [undefined, PROVISIONAL_US],
  ])('is provisional by the build: %s', (version, us) => {
    expect(provisionalUsOf(version)).toBe(us);
  });
});
