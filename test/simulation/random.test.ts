// Streams of random numbers: reproducible, independent of each other, and distributed as they say.
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/simulation/random.ts';

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

describe('a stream of random numbers', () => {
  it('is the same for the same seed and name, another for any other', () => {
    const first = (seed: number, name: string) =>
      draws(5, () => 0).map(
        (
          (random) => () =>
            random.uint32()
        )(new Random(seed, name)),
      );
    expect(first(1, 'a')).toEqual(first(1, 'a'));
    for (const [seed, name] of [
      [2, 'a'],
      [1, 'b'],
      [1 + 2 ** 32, 'a'],
      [0, ''],
    ] as const) {
      expect(first(seed, name)).not.toEqual(first(1, 'a'));
    }
  });

  it('is xoshiro128**: these values follow the state 1, 2, 3, 4', () => {
    const random = new Random(1);
    Object.assign(random as object, { a: 1, b: 2, c: 3, d: 4 });
    expect(draws(5, () => random.uint32())).toEqual([11_520, 0, 5_927_040, 70_819_200, 2_031_721_883]);
  });

  it('keeps these values for ever, since recorded runs depend on them', () => {
    const random = new Random(42, 'golden');
    expect(draws(4, () => random.uint32())).toMatchInlineSnapshot(`
      [
        4172942924,
        1491750153,
        2272200109,
        677161980,
      ]
    `);
  });

  it('gives sub-streams that do not depend on what others drew', () => {
    const untouched = new Random(7).stream('a').uint32();
    const parent = new Random(7);
    draws(100, () => parent.float());
    parent.stream('b').float();
    expect(parent.stream('a').uint32()).toBe(untouched);
    expect(parent.stream('a').stream('b').uint32()).toBe(new Random(7, '/a/b').uint32());
  });

  it('refuses a seed that is not a whole number from 0 on', () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 60]) expect(() => new Random(seed)).toThrow('a seed is');
  });

  it('is uniform', () => {
    const random = new Random(3);
    const values = draws(20_000, () => random.float());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
    expect(variance(values)).toBeCloseTo(1 / 12, 2);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 20_000; i++) counts[random.integer(10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
    expect(draws(20_000, () => (random.chance(0.3) ? 1 : 0)).reduce((a, b) => a + b) / 20_000).toBeCloseTo(0.3, 1);
  });

  it('has normal, exponential and Poisson numbers of the right mean and variance', () => {
    const random = new Random(4);
    const normal = draws(20_000, () => random.normal());
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(Math.abs(variance(normal) - 1)).toBeLessThan(0.05);
    const exponential = draws(20_000, () => random.exponential(2));
    expect(Math.abs(mean(exponential) - 2)).toBeLessThan(0.1);
    expect(Math.min(...exponential)).toBeGreaterThanOrEqual(0);
    for (const expected of [0, 0.5, 4, 100]) {
      const poisson = draws(5000, () => random.poisson(expected));
      expect(Math.abs(mean(poisson) - expected)).toBeLessThanOrEqual(0.05 * expected);
      expect(Math.abs(variance(poisson) - expected)).toBeLessThanOrEqual(0.12 * expected);
    }
  });

  it('chooses each item as often', () => {
    const random = new Random(5);
    const chosen = draws(3000, () => 0).map(() => random.choice(['a', 'b', 'c']));
    for (const item of ['a', 'b', 'c'])
      expect(Math.abs(chosen.filter((one) => one === item).length - 1000)).toBeLessThan(120);
    expect(() => random.choice([])).toThrow('at least one item');
  });
});
