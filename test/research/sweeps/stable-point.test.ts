// Peaks and plateaus: the neighbourhoods of points by brute force, and a spike that is not chosen.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridPoint } from '../../../src/research/sweeps/search/grid-points.ts';
import { gridSize, type Space } from '../../../src/research/sweeps/search/space.ts';
import type { Tried } from '../../../src/research/sweeps/search/tpe.ts';
import { neighbourhoods, stablePlace } from '../../../src/research/sweeps/stable-point.ts';
import { Random } from '../../../src/simulation/random.ts';

const axis = (name: string, max: number): Space[number] => ({
  kind: 'number',
  name,
  min: 0,
  max,
  step: 1,
  scale: 'linear',
});
const square: Space = [axis('x', 8), axis('y', 8)];

function onGrid(space: Space, merit: (point: Record<string, number>) => number | undefined): readonly Tried[] {
  return Array.from({ length: gridSize(space) }, (_, k) => {
    const point = gridPoint(space, k);
    return { point, merit: merit(point as Record<string, number>) };
  });
}

describe('neighbourhoods on a grid', () => {
  it('are the eight cells around, inside of the square', () => {
    const random = new Random(8, 'cells');
    const tried = onGrid(square, () => random.normal());
    const found = neighbourhoods(square, tried);
    for (const [at, { point }] of tried.entries()) {
      const [x, y] = [point.x as number, point.y as number];
      if (x < 1 || x > 7 || y < 1 || y > 7) continue;
      const near = tried.filter(
        (each) => Math.abs((each.point.x as number) - x) <= 1 && Math.abs((each.point.y as number) - y) <= 1,
      );
      const mean = near.reduce((sum, each) => sum + each.merit!, 0) / 9;
      expect(found[at]!.points).toBe(9);
      expect(found[at]!.mean).toBeCloseTo(mean, 12);
      expect(found[at]!.worst).toBe(Math.min(...near.map((each) => each.merit!)));
    }
  });

  it('give the middle of a plateau and not a spike that is higher', () => {
    const tried = onGrid(square, ({ x, y }) => {
      if (x === 1 && y === 7) return 10;
      return Math.max(0, 4 - Math.abs(x! - 5) - Math.abs(y! - 3));
    });
    const at = stablePlace(neighbourhoods(square, tried))!;
    expect(tried[at]!.point).toEqual({ x: 5, y: 3 });
  });

  it('count what has no result as the worst', () => {
    const line: Space = [axis('x', 8)];
    const tried = onGrid(line, ({ x }) => (x === 4 ? undefined : x === 3 || x === 5 ? 2 : 1));
    const found = neighbourhoods(line, tried);
    expect(found[4]).toBeUndefined();
    expect(found[3]).toMatchObject({ mean: (1 + 2 + 1) / 3, worst: 1, points: 3 });
    expect(neighbourhoods(line, tried.slice(3, 5)).every((each) => each === undefined)).toBe(true);
  });

  it('do not depend on the unit of a dimension, nor on how choices are called', () => {
    const property = fc.property(fc.nat(), fc.double({ min: 0.001, max: 1000, noNaN: true }), (seed, unit) => {
      const random = new Random(seed, 'units');
      const merits = Array.from({ length: 18 }, () => random.normal());
      const plain: Space = [axis('x', 8), { kind: 'choice', name: 'c', values: ['a', 'b'] }];
      const scaled: Space = [
        { kind: 'number', name: 'x', min: 0, max: 8 * unit, step: unit, scale: 'linear' },
        { kind: 'choice', name: 'c', values: [true, false] },
      ];
      const places = [plain, scaled].map((space) =>
        neighbourhoods(
          space,
          merits.map((merit, k) => ({ point: gridPoint(space, k), merit })),
        ),
      );
      for (const [at, each] of places[0]!.entries()) {
        expect(places[1]![at]!.points).toBe(each!.points);
        expect(places[1]![at]!.mean).toBeCloseTo(each!.mean, 9);
      }
    });
    fc.assert(property, { numRuns: 25, seed: 8 });
  });
});
