// Grids, random and even points, and successive halving: what is tried, in which order, and what each depends on.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rungsOf } from '../../../../src/research/sweeps/search/halving.ts';
import { type SearchSettings, searchOf } from '../../../../src/research/sweeps/search/search.ts';
import { type Dimension, gridSize, type Space, sizeOf, valueAt } from '../../../../src/research/sweeps/search/space.ts';
import type { Tried } from '../../../../src/research/sweeps/search/tpe.ts';
import { Random } from '../../../../src/simulation/random.ts';

const stop: Dimension = { kind: 'number', name: 'stop', min: 3, max: 3.5, step: 0.1, scale: 'linear' };
const side: Dimension = { kind: 'choice', name: 'side', values: ['long', 'short'] };
const free: Dimension = { kind: 'number', name: 'free', min: 0.001, max: 10, step: null, scale: 'log' };
const settings: SearchSettings = { method: 'grid', points: 30, seed: 1, lag: 8, eta: 3, leastDays: 2 };

function all(space: Space, changes: Partial<SearchSettings>, days = 20): readonly Tried['point'][] {
  const search = searchOf(space, { ...settings, ...changes }, days);
  return Array.from({ length: search.size }, (_, k) => search.at(k, () => undefined)!.point);
}

describe('a grid', () => {
  it('has every combination once, written as a person would, the last dimension fastest', () => {
    const points = all([stop, side], {});
    expect(points).toHaveLength(12);
    expect(points.slice(0, 3)).toEqual([
      { stop: 3, side: 'long' },
      { stop: 3, side: 'short' },
      { stop: 3.1, side: 'long' },
    ]);
    expect(points.at(-1)).toEqual({ stop: 3.5, side: 'short' });
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(12);
  });

  it('ends below an end that no step reaches', () => {
    const odd: Dimension = { ...stop, min: 1, max: 2, step: 0.4 } as Dimension;
    expect(Array.from({ length: sizeOf(odd) }, (_, k) => valueAt(odd, k))).toEqual([1, 1.4, 1.8]);
  });

  it.each([
    [[free], {}, 'sweep-grid'],
    [[], {}, 'sweep-space'],
    [[free], { method: 'random', points: 0 }, 'sweep-points'],
    [[free], { method: 'random', points: 1e6 }, 'sweep-points'],
    [[{ ...stop, max: 1000, step: 0.001 }], {}, 'sweep-points'],
    [[free], { method: 'halving', points: 2 }, 'sweep-halving'],
    [Array.from({ length: 17 }, (_, k) => ({ ...free, name: `f${k}` })), { method: 'even' }, 'sweep-space'],
  ] as const)('%j %j is refused', (space, changes, code) => {
    expect(() => searchOf(space as Space, { ...settings, ...changes }, 20)).toThrow(expect.objectContaining({ code }));
  });
});

describe('points that are drawn', () => {
  it('are the same for a seed whatever else is asked, and never twice', () => {
    const long = all([stop, side, free], { method: 'random', points: 30 });
    expect(all([stop, side, free], { method: 'random', points: 10 })).toEqual(long.slice(0, 10));
    expect(all([stop, side, free], { method: 'random', points: 10, seed: 2 })).not.toEqual(long.slice(0, 10));
    const whole = all([stop, side], { method: 'random', points: 500 });
    expect(new Set(whole.map((point) => JSON.stringify(point))).size).toBe(gridSize([stop, side]));
  });

  it('lie inside of the range and on its grid', () => {
    const inRange = fc.property(
      fc.nat(1_000_000),
      fc.constantFrom('random' as const, 'even' as const),
      (seed, method) => {
        for (const point of all([stop, side, free], { method, points: 8, seed })) {
          expect(Array.from({ length: 6 }, (_, k) => valueAt(stop, k))).toContain(point.stop);
          expect(point.free).toBeGreaterThanOrEqual(0.001);
          expect(point.free).toBeLessThanOrEqual(10);
          expect(['long', 'short']).toContain(point.side);
        }
      },
    );
    fc.assert(inRange, { numRuns: 50, seed: 8 });
  });

  it('are even: no tenth of a range is left out or crowded', () => {
    const unit: Space = ['a', 'b', 'c'].map(
      (name) => ({ ...free, name, min: 0, max: 1, scale: 'linear' }) as Dimension,
    );
    const points = all(unit, { method: 'even', points: 100 });
    for (const { name } of unit) {
      const tenths = new Array<number>(10).fill(0);
      for (const point of points) tenths[Math.min(9, Math.floor((point[name] as number) * 10))]! += 1;
      expect(Math.min(...tenths)).toBeGreaterThanOrEqual(7);
      expect(Math.max(...tenths)).toBeLessThanOrEqual(13);
    }
  });
});

describe('what a point waits for', () => {
  it('is every result up to its lag with tpe, and no other', () => {
    const search = searchOf([free], { ...settings, method: 'tpe', lag: 5 }, 20);
    const asked: number[] = [];
    const known = (k: number) => {
      asked.push(k);
      return { point: { free: 1 + k / 100 }, merit: k };
    };
    search.at(20, known);
    expect(asked).toEqual(Array.from({ length: 16 }, (_, k) => k));
    expect(search.at(20, (k) => (k === 15 ? undefined : known(k)))).toBeUndefined();
    expect(search.at(20, (k) => (k === 16 ? undefined : known(k)))).toBeDefined();
  });
});

describe('successive halving', () => {
  it('gives the last rung all days', () => {
    expect(rungsOf(27, 3, 1, 27)).toEqual([
      { points: 27, days: 1, first: 0 },
      { points: 9, days: 3, first: 27 },
      { points: 3, days: 9, first: 36 },
      { points: 1, days: 27, first: 39 },
    ]);
    expect(rungsOf(30, 2, 5, 22)).toEqual([
      { points: 30, days: 5, first: 0 },
      { points: 15, days: 11, first: 30 },
      { points: 7, days: 22, first: 45 },
    ]);
  });

  it('finds the best arm where less data only blur it, with a fraction of the days', () => {
    const space: Space = [{ ...free, scale: 'linear' } as Dimension];
    const search = searchOf(space, { ...settings, method: 'halving', points: 81, eta: 3, leastDays: 1 }, 81);
    const noise = new Random(3, 'arms');
    const tried: Tried[] = [];
    let days = 0;
    for (let k = 0; k < search.size; k++) {
      const next = search.at(k, (index) => tried[index])!;
      days += next.days;
      tried.push({ point: next.point, merit: (next.point.free as number) + noise.normal() / Math.sqrt(next.days) });
    }
    const best = Math.max(...tried.slice(0, 81).map(({ point }) => point.free as number));
    expect(tried.at(-1)!.point.free as number).toBeGreaterThan(best - 1);
    expect(days).toBe(5 * 81);
  });
});
