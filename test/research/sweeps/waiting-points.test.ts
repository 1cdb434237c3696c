// Which thread takes which point: none is taken twice or forgotten, and threads make ready for themselves what they need, not what others have.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedWork } from '../../../src/research/sweeps/workers/shared-work.ts';
import { WaitingPoints } from '../../../src/research/sweeps/workers/waiting-points.ts';
import strategy from './support/swept-strategy.ts';

/** Threads that take in turn until nothing waits: how often a thread had to make some work ready. */
function madeReady(works: readonly string[], threads: number): number {
  const points = new WaitingPoints<string>();
  for (const work of works) points.add(work, work);
  const made = new Set<string>();
  for (let turn = 0; ; turn += 1) {
    const thread = turn % threads;
    const taken = points.take(thread);
    if (taken === undefined) return made.size;
    made.add(`${thread} ${taken}`);
  }
}

describe('points that wait', () => {
  it('are taken once each, the first first where nothing is shared', () => {
    const points = new WaitingPoints<number>();
    for (const item of [0, 1, 2]) points.add(`own ${item}`, item);
    expect([points.take(1), points.take(0), points.take(1), points.take(0)]).toEqual([0, 1, 2, undefined]);
  });

  it('go to a thread that has their features, then to one where nobody has them, then to any', () => {
    const points = new WaitingPoints<string>();
    for (const item of ['a1', 'a2', 'b1', 'a3', 'b2']) points.add(item[0]!, item);
    expect([points.take(0), points.take(1), points.take(0), points.take(0)]).toEqual(['a1', 'b1', 'a2', 'a3']);
    // what another has begun is better than nothing
    expect([points.take(0), points.take(1)]).toEqual(['b2', undefined]);
  });

  it('are taken back all together', () => {
    const points = new WaitingPoints<number>();
    for (const item of [1, 2, 3]) points.add('', item);
    expect(points.take(0)).toBe(1);
    expect(points.takeAll()).toEqual([2, 3]);
    expect(points.take(0)).toBeUndefined();
  });

  it('of a grid of families are made ready about once each, not once in each thread', () => {
    const grid = Array.from({ length: 24 * 20 }, (_, at) => `family ${Math.floor(at / 20)}`);
    expect(madeReady(grid, 1)).toBe(24);
    expect(madeReady(grid, 2)).toBe(24);
    // families that are left when fewer are there than threads are shared among all of them, so that none is idle
    expect(madeReady(grid, 5)).toBeLessThanOrEqual(24 + 4 * 4);
  });

  it('are each taken exactly once, whoever takes, and a thread that asks gets one as long as there is one', () => {
    const works = fc.array(fc.nat({ max: 4 }), { maxLength: 40 });
    const order = fc.array(fc.nat({ max: 3 }), { minLength: 45, maxLength: 45 });
    const property = fc.property(works, order, (given, threads) => {
      const points = new WaitingPoints<number>();
      for (const [item, work] of given.entries()) points.add(String(work), item);
      const taken = threads.map((thread) => points.take(thread));
      expect(taken.slice(0, given.length).sort((a, b) => a! - b!)).toEqual(given.map((_, item) => item));
      expect(taken.slice(given.length).every((item) => item === undefined)).toBe(true);
    });
    fc.assert(property, { numRuns: 200, seed: 12 });
  });
});

describe('the work that points share', () => {
  it('is that of their features: equal for other stops, another for another period', () => {
    const of = (period: number, stopPoints: number) => sharedWork(strategy, { period, stopPoints });
    expect(of(10, 3)).toBe(of(10, 5));
    expect(of(10, 3)).not.toBe(of(15, 3));
  });

  it('is nothing of a point that is refused, which is told by whoever evaluates it', () => {
    expect(sharedWork(strategy, { period: 11 })).toBe('');
    expect(sharedWork(strategy, { nonsense: 1 })).toBe('');
  });
});
