// Trials with known relations in, the number they are worth out: copies, mirrors, families, independent ones, and the tree behind it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlatedMaximum } from '../../../src/research/overfitting/correlated-maximum.ts';
import { effectiveTrials } from '../../../src/research/overfitting/effective-trials.ts';
import { exactExpectedMaximum } from '../../../src/research/overfitting/expected-maximum.ts';
import { mergeOrder } from '../../../src/research/overfitting/merge-order.ts';
import { sharpeEstimate } from '../../../src/research/overfitting/sharpe-estimate.ts';
import { trialClusters } from '../../../src/research/overfitting/trial-clusters.ts';
import { meanCorrelation, trialCorrelations } from '../../../src/research/overfitting/trial-correlations.ts';
import { Random } from '../../../src/simulation/random.ts';
import { referenceTrials } from './reference-series.ts';

const DAYS = 500;

function noise(random: Random, days = DAYS): Float64Array {
  return Float64Array.from({ length: days }, () => random.normal());
}

/** `families` sets of `each` trials with this correlation inside and none between. */
function familiesOf(families: number, each: number, correlation: number, seed = 1): readonly Float64Array[] {
  const random = new Random(seed, 'families');
  return Array.from({ length: families }, () => noise(random)).flatMap((common) =>
    Array.from({ length: each }, () => {
      const own = noise(random);
      return own.map((value, day) => Math.sqrt(1 - correlation) * value + Math.sqrt(correlation) * common[day]!);
    }),
  );
}

function equicorrelated(size: number, correlation: number) {
  const values = Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : correlation));
  return { size, values };
}

describe('effectiveTrials', () => {
  it('counts copies once, whatever their unit', () => {
    const [first] = referenceTrials();
    const found = effectiveTrials([1, 2, 5, 0.1, 3].map((factor) => first!.map((value) => value * factor)));
    expect(found.effective).toBeCloseTo(1, 6);
    expect(found.compared).toBe(5);
  });

  it('counts a strategy and its mirror image as two', () => {
    const [first] = referenceTrials();
    // the best of a value and its negative is |z|: 0.798, more than the best of two independent ones
    expect(effectiveTrials([first!, first!.map((value) => -value)]).effective).toBe(2);
  });

  it('counts independent trials all', () => {
    const random = new Random(9, 'independent');
    const found = effectiveTrials(Array.from({ length: 60 }, () => noise(random)));
    expect(found.clusters).toBeUndefined();
    expect(found.effective).toBeGreaterThan(54);
    expect(found.effective).toBeLessThanOrEqual(60);
    expect(found.sharpes).toHaveLength(60);
  });

  it('finds families of near copies, one portfolio each', () => {
    const trials = familiesOf(8, 6, 0.95);
    const found = effectiveTrials(trials);
    expect(found.clusters).toBe(8);
    expect(found.sharpes).toHaveLength(8);
    // a little more than the families: there is a best one inside each
    expect(found.effective).toBeGreaterThan(8);
    expect(found.effective).toBeLessThan(16);
    const first = Array.from({ length: DAYS }, (_, day) => {
      return trials.slice(0, 6).reduce((sum, trial) => sum + trial[day]! / sharpeVarianceOf(trial), 0);
    });
    expect(found.sharpes[0]).toBeCloseTo(sharpeEstimate(first)!.sharpe, 10);
  });

  it('counts what luck makes inside a cluster, which the number of clusters leaves out', () => {
    const found = effectiveTrials(familiesOf(2, 40, 0.75));
    expect(found.clusters).toBe(2);
    expect(found.equalMaximum).toBeGreaterThan(6);
    expect(found.effective).toBe(found.equalMaximum);
  });

  it('adds trials that cannot be compared, and leaves out those that never trade', () => {
    const trials = familiesOf(3, 4, 0.9);
    const found = effectiveTrials([...trials, new Float64Array(DAYS)], 7);
    expect(found.compared).toBe(12);
    expect(found.effective).toBeCloseTo(effectiveTrials(trials).effective + 7, 12);
    expect(effectiveTrials([new Float64Array(9)])).toMatchObject({ effective: 1, compared: 0 });
    expect(effectiveTrials([], 3).effective).toBe(3);
    expect(effectiveTrials([]).effective).toBe(1);
  });

  it('takes a sample of very many, and scales it up', () => {
    const random = new Random(14, 'many');
    const some = Array.from({ length: 20 }, () => noise(random, 40));
    const many = Array.from({ length: 1600 }, (_, place) => some[place % 20]!);
    const found = effectiveTrials(many);
    expect([found.compared, found.sampled]).toEqual([1600, 1500]);
    expect(found.effective / effectiveTrials(some).effective).toBeCloseTo(1600 / 1500, 1);
  });

  it('is between one and the number of trials, and knows no units', () => {
    const sizes = fc.record({ families: fc.integer({ min: 1, max: 5 }), each: fc.integer({ min: 1, max: 5 }) });
    const shares = fc.double({ min: 0, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(sizes, shares, fc.integer({ min: 1, max: 1000 }), ({ families, each }, share, seed) => {
        const trials = familiesOf(families, each, share, seed).map((trial) => trial.subarray(0, 60));
        const { effective } = effectiveTrials(trials);
        expect(effective).toBeGreaterThanOrEqual(1);
        expect(effective).toBeLessThanOrEqual(trials.length);
        const scaled = effectiveTrials(trials.map((trial, place) => trial.map((value) => value * 10 ** (place - 3))));
        expect(scaled.effective).toBeCloseTo(effective, 6);
      }),
      { numRuns: 25 },
    );
  });

  it('says the same each time', () => {
    expect(effectiveTrials(referenceTrials())).toEqual(effectiveTrials(referenceTrials()));
  });
});

function sharpeVarianceOf(daily: Float64Array): number {
  const mean = daily.reduce((sum, value) => sum + value, 0) / daily.length;
  return daily.reduce((sum, value) => sum + (value - mean) ** 2, 0) / daily.length;
}

describe('correlatedMaximum', () => {
  it.each([
    [10, 0],
    [10, 0.5],
    [100, 0.9],
    [200, 0.2],
  ])('of %s values correlated by %s is √(1 − ρ) times that of independent ones', (size, correlation) => {
    const known = Math.sqrt(1 - correlation) * exactExpectedMaximum(size);
    expect(Math.abs(correlatedMaximum(equicorrelated(size, correlation)) - known)).toBeLessThan(0.04);
  });

  it('takes a matrix without full rank: more trials than days', () => {
    const random = new Random(6, 'rank');
    const trials = Array.from({ length: 60 }, () => noise(random, 20));
    const known = exactExpectedMaximum(60);
    expect(Math.abs(correlatedMaximum(trialCorrelations(trials)) - known)).toBeLessThan(0.15);
  });
});

describe('trialCorrelations', () => {
  it('equals numpy', () => {
    const { size, values } = trialCorrelations(referenceTrials());
    expect(values[1 * size + 2]).toBeCloseTo(0.9213360246012043, 12);
    expect(values[5 * size + 4]).toBeCloseTo(0.8285150759419996, 12);
    expect(values[0 * size + 3]).toBeCloseTo(0.13083730568905885, 12);
    expect(meanCorrelation({ size: 2, values: Float64Array.of(1, 0.3, 0.3, 1) })).toBeCloseTo(0.3, 12);
  });
});

describe('mergeOrder', () => {
  it('has the heights of scipy', () => {
    const { size, values } = trialCorrelations(referenceTrials());
    const merges = mergeOrder(
      size,
      values.map((value) => Math.sqrt((1 - value) / 2)),
    );
    const heights = [0.19832293790532105, 0.2928181381489204, 0.6224999384059582, 0.6558605500564075];
    heights.push(0.6971442608205155, 0.7068421675978979);
    for (const [at, height] of heights.entries()) expect(merges[at]!.distance).toBeCloseTo(height, 12);
    expect(merges.slice(0, 2).map(({ kept, gone }) => [kept, gone])).toEqual([
      [1, 2],
      [4, 5],
    ]);
  });

  it('joins what a plain search for the nearest pair joins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 1e6 }), (size, seed) => {
        const distances = randomDistances(size, seed);
        const merges = mergeOrder(size, distances);
        const plain = plainMerges(size, distances);
        for (const [at, merge] of merges.entries()) expect(merge.distance).toBeCloseTo(plain[at]!, 10);
        expect(merges).toHaveLength(size - 1);
      }),
      { numRuns: 60 },
    );
  });
});

it('joins copies, whose distances are equal, part by part', () => {
  const some = referenceTrials();
  const copies = Array.from({ length: 35 }, (_, place) => some[place % 7]!);
  const { size, values } = trialCorrelations(copies);
  const merges = mergeOrder(
    size,
    values.map((value) => Math.sqrt((1 - value) / 2)),
  );
  const gone = new Set<number>();
  for (const merge of merges) {
    expect([gone.has(merge.kept), gone.has(merge.gone)]).toEqual([false, false]);
    gone.add(merge.gone);
  }
  expect(trialClusters({ size, values })!.clusters).toHaveLength(7);
});

function randomDistances(size: number, seed: number): Float64Array {
  const random = new Random(seed, 'distances');
  const distances = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < row; column += 1) {
      distances[row * size + column] = random.float();
      distances[column * size + row] = distances[row * size + column]!;
    }
  }
  return distances;
}

/** Heights of average linkage, each mean from all pairs anew. */
function plainMerges(size: number, distances: Float64Array): readonly number[] {
  let groups = Array.from({ length: size }, (_, trial) => [trial]);
  const heights: number[] = [];
  while (groups.length > 1) {
    let best = { height: Number.POSITIVE_INFINITY, a: groups[0]!, b: groups[1]! };
    for (const [at, a] of groups.entries()) {
      for (const b of groups.slice(at + 1)) {
        const pairs = a.flatMap((one) => b.map((other) => distances[one * size + other]!));
        const height = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
        if (height < best.height) best = { height, a, b };
      }
    }
    heights.push(best.height);
    groups = [...groups.filter((group) => group !== best.a && group !== best.b), [...best.a, ...best.b]];
  }
  return heights;
}

describe('trialClusters', () => {
  it('has the silhouette of its definition', () => {
    const trials = familiesOf(4, 3, 0.8, 3);
    const correlations = trialCorrelations(trials);
    const { clusters, silhouette } = trialClusters(correlations)!;
    expect(clusters.flat().toSorted((a, b) => a - b)).toEqual(trials.map((_, place) => place));
    const distance = (a: number, b: number) => Math.sqrt((1 - correlations.values[a * 12 + b]!) / 2);
    const meanTo = (trial: number, others: readonly number[]) =>
      others.reduce((sum, other) => sum + distance(trial, other), 0) / others.length;
    const each = clusters.flatMap((cluster) =>
      cluster.map((trial) => {
        const inside = meanTo(
          trial,
          cluster.filter((other) => other !== trial),
        );
        const next = Math.min(...clusters.filter((other) => other !== cluster).map((other) => meanTo(trial, other)));
        return (next - inside) / Math.max(next, inside);
      }),
    );
    expect(silhouette).toBeCloseTo(each.reduce((sum, value) => sum + value, 0) / each.length, 12);
  });

  it('finds no groups among independent trials, nor in a single family', () => {
    const random = new Random(12, 'none');
    expect(trialClusters(trialCorrelations(Array.from({ length: 30 }, () => noise(random))))).toBeUndefined();
    expect(trialClusters(trialCorrelations(familiesOf(1, 30, 0.8)))).toBeUndefined();
    expect(trialClusters(trialCorrelations(familiesOf(2, 1, 0)))).toBeUndefined();
  });

  it('finds the families among more trials than it looks at one by one', () => {
    const { clusters } = trialClusters(trialCorrelations(familiesOf(10, 32, 0.9)))!;
    // levels above 300 trials are spread by ratio: the nearest one to ten
    expect(Math.abs(clusters.length - 10)).toBeLessThanOrEqual(1);
  });
});
