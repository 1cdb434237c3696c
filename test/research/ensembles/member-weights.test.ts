// Weights of members against searches over the simplex and the conditions of the optimum.
import { describe, expect, it } from 'vitest';
import { memberWeights } from '../../../src/research/ensembles/member-weights.ts';
import { mixtureWeights } from '../../../src/research/ensembles/mixture-weights.ts';
import { simplexLeastSquares } from '../../../src/research/ensembles/simplex-least-squares.ts';
import { Random } from '../../../src/simulation/random.ts';

const ROWS = 400;

/** All weights of three members in steps of a hundredth. */
function* simplex(): Generator<readonly [number, number, number]> {
  for (let a = 0; a <= 100; a++) for (let b = 0; a + b <= 100; b++) yield [a / 100, b / 100, (100 - a - b) / 100];
}

describe('mixtureWeights', () => {
  it('is as likely as the best of all mixtures on a grid, and meets the conditions of the optimum', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const random = new Random(seed);
      // of the later seeds one member is so good that others leave
      const given = [0, 1, 2].map((m) =>
        Float64Array.from({ length: ROWS }, () => (seed > 4 && m === 0 ? 0.5 : 0.05) + 0.4 * random.float() ** (m + 1)),
      );
      const weight = Float64Array.from({ length: ROWS }, () => random.float());
      const total = weight.reduce((sum, each) => sum + each, 0);
      const likelihood = (w: ArrayLike<number>) =>
        weight.reduce((sum, v, row) => sum + v * Math.log(given.reduce((mix, p, m) => mix + w[m]! * p[row]!, 0)), 0) /
        total;
      const found = mixtureWeights(given, weight);
      expect(found.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
      let best = Number.NEGATIVE_INFINITY;
      for (const w of simplex()) best = Math.max(best, likelihood(w));
      expect(likelihood(found)).toBeGreaterThanOrEqual(best - 1e-12);
      for (let m = 0; m < 3; m++) {
        let ratio = 0;
        for (let row = 0; row < ROWS; row++) {
          ratio +=
            (weight[row]! / total) * (given[m]![row]! / given.reduce((mix, p, k) => mix + found[k]! * p[row]!, 0));
        }
        expect(ratio).toBeLessThan(1 + 1e-8);
        if (found[m]! > 1e-6) expect(ratio).toBeCloseTo(1, 6);
      }
    }
  });
});

describe('simplexLeastSquares', () => {
  it('has no larger error than the best on a grid, also where members repeat each other', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed);
      const target = Float64Array.from({ length: ROWS }, () => random.normal());
      const given = [0.2, 0.5, 1].map((noise) =>
        target.map((value) => 0.8 * value + noise * random.normal() + 0.1 * seed),
      );
      if (seed % 4 === 0) given[2] = given[1]!;
      const weight = Float64Array.from({ length: ROWS }, () => 0.1 + random.float());
      const errorOf = (w: ArrayLike<number>) =>
        target.reduce(
          (sum, value, row) => sum + weight[row]! * (given.reduce((s, p, m) => s + w[m]! * p[row]!, 0) - value) ** 2,
          0,
        );
      const found = simplexLeastSquares(given, target, weight);
      expect(found.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
      let best = Number.POSITIVE_INFINITY;
      for (const w of simplex()) best = Math.min(best, errorOf(w));
      expect(errorOf(found)).toBeLessThanOrEqual(best * (1 + 1e-8));
    }
  });

  it('finds a mixture that was planted, and leaves out what only adds noise', () => {
    const random = new Random(50);
    const given = [0, 1, 2, 3].map(() => Float64Array.from({ length: ROWS }, () => random.normal()));
    const target = given[1]!.map((value, row) => 0.3 * value + 0.7 * given[3]![row]!);
    const found = simplexLeastSquares(given, target, new Float64Array(ROWS).fill(1));
    for (const [m, wanted] of [0, 0.3, 0, 0.7].entries()) expect(found[m]).toBeCloseTo(wanted, 6);
  });
});

describe('memberWeights', () => {
  const given = [Float64Array.of(0.5, 0.5), Float64Array.of(0.8, 0.6), Float64Array.of(0.1, 0.9)];
  const happened = { role: 'direction', values: Float64Array.of(0, 1) } as const;
  const evidence = { given, rowWeight: Float64Array.of(1, 1), happened };

  it('by loss are shares of what each saves over the shares of the classes', () => {
    const saved = Math.max(0, 1 + (Math.log(0.8) + Math.log(0.6)) / 2 / Math.LN2);
    expect(saved).toBeGreaterThan(0);
    // the first saves nothing, the third is worse than nothing
    expect([...memberWeights('loss', evidence)]).toEqual([0, 1, 0]);
    const two = { ...evidence, given: [given[1]!, given[1]!] };
    expect([...memberWeights('loss', two)]).toEqual([0.5, 0.5]);
  });

  it('are equal where none saves anything, and where it is asked for', () => {
    const useless = { ...evidence, given: [given[2]!, given[2]!, given[0]!] };
    expect([...memberWeights('loss', useless)]).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect([...memberWeights('equal', evidence)]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it('rows of weight 0 count for nothing', () => {
    const more = {
      given: given.map((column) => Float64Array.from([...column, 0.001])),
      ...{
        rowWeight: Float64Array.of(1, 1, 0),
        happened: { role: 'direction', values: Float64Array.of(0, 1, 2) } as const,
      },
    };
    for (const weighting of ['stacked', 'loss'] as const) {
      expect(memberWeights(weighting, more)).toEqual(memberWeights(weighting, evidence));
    }
  });

  it('of magnitudes save over the mean, and stack by least squares', () => {
    const values = Float64Array.of(1, 2, 3, 4);
    const close = Float64Array.of(1.1, 2.1, 2.9, 3.9);
    const flat = Float64Array.of(2.5, 2.5, 2.5, 2.5);
    const magnitudes = {
      given: [close, flat],
      rowWeight: new Float64Array(4).fill(1),
      happened: { role: 'magnitude', values } as const,
    };
    expect([...memberWeights('loss', magnitudes)]).toEqual([1, 0]);
    expect(memberWeights('stacked', magnitudes)[0]).toBeGreaterThan(0.9);
  });
});
