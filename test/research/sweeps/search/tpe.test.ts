// Tree-structured Parzen estimators: against published functions and random search, and their parts against plain integration.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalMass } from '../../../../src/research/sweeps/search/normal-mass.ts';
import { ParzenNumber } from '../../../../src/research/sweeps/search/parzen-number.ts';
import { type Method, searchOf } from '../../../../src/research/sweeps/search/search.ts';
import type { NumberDimension } from '../../../../src/research/sweeps/search/space.ts';
import { goodOnes, type Tried, tpePoint } from '../../../../src/research/sweeps/search/tpe.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { branin, hartmann6, type PublishedFunction } from './published-functions.ts';

const SEEDS = 20;

/** By seed: how far the best point of a search is from the published minimum. */
function missedBy(method: Method, points: number, lag: number, of: PublishedFunction): readonly number[] {
  return Array.from({ length: SEEDS }, (_, seed) => {
    const search = searchOf(of.space, { method, points, seed, lag, eta: 3, leastDays: 1 }, 1);
    const tried: Tried[] = [];
    for (let k = 0; k < search.size; k++) {
      const { point } = search.at(k, (index) => tried[index])!;
      tried.push({ point, merit: -of.at(point) });
    }
    return -Math.max(...tried.map(({ merit }) => merit!)) - of.least;
  });
}

describe('tree-structured Parzen estimators', () => {
  it.each([
    ['Branin', branin, { x: Math.PI, y: 2.275 }],
    ['Hartmann 6', hartmann6, { x0: 0.20169, x1: 0.150011, x2: 0.476874, x3: 0.275332, x4: 0.311652, x5: 0.6573 }],
  ] as const)('are measured on %s as it is published', (_, of, point) => {
    expect(of.at(point)).toBeCloseTo(of.least, 4);
  });

  it.each([
    ['Branin', branin, 1],
    ['Branin', branin, 8],
    ['Hartmann 6', hartmann6, 1],
    ['Hartmann 6', hartmann6, 8],
  ] as const)('come nearer to the least of %s than random search, beyond chance over seeds', (_, of, lag) => {
    const random = missedBy('random', 100, lag, of);
    const gains = missedBy('tpe', 100, lag, of).map((missed, seed) => random[seed]! - missed);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / SEEDS;
    const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (SEEDS - 1);
    // one-sided 2.5 % point of Student's t with 19 degrees of freedom
    expect(mean / Math.sqrt(variance / SEEDS)).toBeGreaterThan(2.093);
  });

  it('depend on the order and content of what was tried, seed and number alone', () => {
    const tried = Array.from({ length: 40 }, (_, k) => ({ point: { x: k / 4 - 5, y: k / 3 }, merit: Math.sin(k) }));
    const point = tpePoint(branin.space, 3, 40, tried);
    expect(tpePoint(branin.space, 3, 40, structuredClone(tried))).toEqual(point);
    expect(tpePoint(branin.space, 4, 40, tried)).not.toEqual(point);
    expect(tpePoint(branin.space, 3, 41, tried)).not.toEqual(point);
  });

  it('take the best tenth for good, at most 25, and points without a result for the worst', () => {
    expect([10, 11, 100, 1000].map(goodOnes)).toEqual([1, 2, 10, 25]);
    const space = [{ kind: 'number', name: 'x', min: 0, max: 1, step: null, scale: 'linear' }] as const;
    const tried = Array.from({ length: 30 }, (_, k) => ({
      point: { x: k < 27 ? 0.9 : 0.1 },
      merit: k < 27 ? undefined : 1,
    }));
    const drawn = Array.from({ length: 50 }, (_, k) => tpePoint(space, 1, k, tried).x as number);
    expect(drawn.filter((x) => x < 0.5).length).toBeGreaterThan(45);
  });
});

describe('the mass of a normal', () => {
  it.each([
    // Abramowitz and Stegun, tables 26.1 and 26.2, to their 15 digits
    [0, 1, 0.341344746068543],
    [-1.96, 1.96, 0.950004209703559],
    [3, Number.POSITIVE_INFINITY, 0.00134989803163009],
    [8, Number.POSITIVE_INFINITY, 6.22096057427178e-16],
    [Number.NEGATIVE_INFINITY, -11, 1.91065957449869e-28],
  ])('from %d to %d is %d', (a, b, mass) => {
    expect(Math.abs(normalMass(a, b) / mass - 1)).toBeLessThan(1e-12);
  });
});

const dimensions = fc.record({
  min: fc.double({ min: 0.1, max: 10, noNaN: true }),
  width: fc.double({ min: 0.5, max: 20, noNaN: true }),
  steps: fc.option(fc.integer({ min: 1, max: 12 })),
  scale: fc.constantFrom('linear', 'log'),
});

describe('the estimator of a number', () => {
  it('is a density over its range, and draws from it', () => {
    fc.assert(
      fc.property(
        dimensions,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
        (shape, places) => {
          const { min, width, scale } = shape;
          const dimension: NumberDimension = {
            kind: 'number',
            name: 'x',
            min,
            max: min + width,
            step: null,
            scale: scale as 'linear',
          };
          const observed = places.map((place) => min + place * width);
          const parzen = new ParzenNumber(dimension, observed, [...observed.map(() => 1), 1]);
          const [low, high] = scale === 'log' ? [Math.log(min), Math.log(min + width)] : [min, min + width];
          const cells = 4_000;
          let sum = 0;
          for (let k = 0; k < cells; k++) {
            const x = low + ((k + 0.5) * (high - low)) / cells;
            sum += Math.exp(parzen.logDensity(scale === 'log' ? Math.exp(x) : x)) * ((high - low) / cells);
          }
          // the constant that is left out
          expect(sum / Math.sqrt(2 * Math.PI)).toBeCloseTo(1, 4);
          const random = new Random(1, 'parzen');
          for (let k = 0; k < 20; k++) {
            const value = parzen.draw(random);
            expect(value).toBeGreaterThanOrEqual(min);
            expect(value).toBeLessThanOrEqual(min + width);
          }
        },
      ),
      { numRuns: 40, seed: 8 },
    );
  });
});
