// Trials in, probability of overfitting out: against numpy, a count by hand, plain joining of days, and what noise must show.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtestOverfitting } from '../../../src/research/overfitting/backtest-overfitting.ts';
import { combinations, halvesWithFirst } from '../../../src/research/overfitting/block-halves.ts';
import { BlockSums } from '../../../src/research/overfitting/block-sums.ts';
import { dominanceOf } from '../../../src/research/overfitting/degradation.ts';
import { sharpeEstimate } from '../../../src/research/overfitting/sharpe-estimate.ts';
import { Random } from '../../../src/simulation/random.ts';
import { referenceTrials } from './reference-series.ts';

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('backtestOverfitting', () => {
  it.each([
    [6, 'sharpe', 0.35, 20, 0.8371427261123371, -0.5988527139356677, 0.26770728842139896, 0.2257150081616264, 0.35],
    [8, 'sharpe', 0.3, 70, 0.7769133261542872, -0.8070671635160411, 0.33074621606746885, 0.41570017649861196, 2 / 7],
    [
      12,
      'sharpe',
      53 / 231,
      924,
      0.8986841183991123,
      -0.6892982730243409,
      0.3054109725310574,
      0.2481370403932555,
      193 / 924,
    ],
    [8, 'mean', 0.3, 70, 0.8050633325923994, -0.9184055366620494, 0.19449861565145377, 0.3774850399336314, 0.3],
  ] as const)(
    '%s blocks by %s equals numpy',
    (blocks, performance, probability, count, logit, slope, intercept, r2, loss) => {
      const found = backtestOverfitting(referenceTrials(), { blocks, performance });
      expect(found.probability).toBeCloseTo(probability, 12);
      expect([found.combinations, found.blocks, found.logits.length]).toEqual([count, blocks, count]);
      expect(mean(found.logits)).toBeCloseTo(logit, 10);
      expect(found.degradation!.slope).toBeCloseTo(slope, 10);
      expect(found.degradation!.intercept).toBeCloseTo(intercept, 10);
      expect(found.degradation!.rSquared).toBeCloseTo(r2, 10);
      expect(found.probabilityOfLoss).toBeCloseTo(loss, 12);
    },
  );

  it('counts by hand: two winners of one half each lose the other', () => {
    // in sample {1,2} picks the first, which is last in {3,4}; and the other way round; in the four mixed ones the best stays third or better
    const trials = [
      [0.4, 0.4, 0.01, 0.01],
      [0.1, 0.1, 0.05, 0.05],
      [0.05, 0.05, 0.1, 0.1],
      [0.01, 0.01, 0.4, 0.4],
    ];
    expect(backtestOverfitting(trials, { blocks: 4, performance: 'mean' }).probability).toBeCloseTo(1 / 3, 12);
  });

  it('says what a choice by lot makes out of sample, by combination', () => {
    const trials = referenceTrials();
    const { outOfSample, meanOutOfSample } = backtestOverfitting(trials, { blocks: 2, performance: 'mean' });
    const half = Math.floor(trials[0]!.length / 2);
    const halves = [
      (daily: ArrayLike<number>) => Array.from(daily).slice(half),
      (daily: ArrayLike<number>) => Array.from(daily).slice(0, half),
    ];
    for (const [at, of] of halves.entries()) {
      expect(meanOutOfSample[at]).toBeCloseTo(mean(trials.map((daily) => mean(of(daily)))), 12);
    }
    expect(meanOutOfSample).toHaveLength(outOfSample.length);
  });

  it('is 0 where one trial is always best, 1 where what gains in one half loses in the other', () => {
    const days = 64;
    const random = new Random(2, 'pbo');
    const noise = Array.from({ length: 9 }, () => Float64Array.from({ length: days }, () => random.normal()));
    const best = Float64Array.from({ length: days }, () => 5 + random.normal());
    expect(backtestOverfitting([...noise, best]).probability).toBe(0);
    // demeaned over all days: a good half leaves a bad one
    const level = noise.map((trial) => trial.map((value) => value - mean(trial)));
    expect(backtestOverfitting(level, { performance: 'mean', blocks: 8 }).probability).toBe(1);
  });

  it('is about a half over searches without skill', () => {
    const random = new Random(4, 'pbo-noise');
    const found = Array.from({ length: 60 }, () => {
      const trials = Array.from({ length: 12 }, () => Float64Array.from({ length: 120 }, () => random.normal()));
      return backtestOverfitting(trials, { blocks: 8 }).probability;
    });
    expect(Math.abs(mean(found) - 0.5)).toBeLessThan(0.1);
  });

  it('counts equal trials as middling, and one that does nothing as 0', () => {
    const [a] = referenceTrials();
    expect(backtestOverfitting([a!, a!, a!], { blocks: 6 }).probability).toBe(1);
    const still = new Float64Array(96);
    const losing = a!.map((value) => value - 1);
    const found = backtestOverfitting([losing, still], { blocks: 6 });
    expect(found.probability).toBe(0);
    expect([...found.inSample]).toEqual(Array(20).fill(0));
    expect(found.degradation).toBeUndefined();
  });

  it('does not depend on the unit, nor on the order of trials that differ', () => {
    const trials = referenceTrials();
    const found = backtestOverfitting(trials, { blocks: 8 });
    const scaled = backtestOverfitting(
      trials.map((trial) => trial.map((value) => value * 1e6)),
      { blocks: 8 },
    );
    const turned = backtestOverfitting(trials.toReversed(), { blocks: 8 });
    expect([scaled.probability, turned.probability]).toEqual([found.probability, found.probability]);
  });

  it('refuses a single trial, odd blocks, too few days and other lengths', () => {
    const trials = referenceTrials();
    expect(() => backtestOverfitting(trials.slice(0, 1))).toThrow(expect.objectContaining({ code: 'few-trials' }));
    for (const blocks of [3, 0, 22, 2.5, 98]) {
      expect(() => backtestOverfitting(trials, { blocks })).toThrow(expect.objectContaining({ code: 'bad-blocks' }));
    }
    expect(() =>
      backtestOverfitting([
        [1, 2],
        [2, 3, 4],
      ]),
    ).toThrow(/trial 2 has 3 days and trial 1 has 2/);
  });
});

describe('BlockSums', () => {
  it('equals the Sharpe ratio of the joined days, for blocks of unequal length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 70 }), fc.integer({ min: 1, max: 2 ** 10 - 1 }), (days, bits) => {
        const trials = referenceTrials().map((trial) => trial.subarray(0, days));
        const into = new Float64Array(trials.length);
        new BlockSums(trials, 10).performance(bits, 'sharpe', into);
        for (const [place, trial] of trials.entries()) {
          const joined = trial.filter((_, day) => {
            const block = Array.from({ length: 10 }, (_, at) => Math.floor(((at + 1) * days) / 10)).findIndex(
              (to) => day < to,
            );
            return ((bits >>> block) & 1) === 1;
          });
          // two days that hardly differ make a ratio in the hundreds: its rounding grows with the cube
          const { sharpe } = sharpeEstimate(joined)!;
          expect(Math.abs(into[place]! - sharpe)).toBeLessThan(1e-12 * (1 + Math.abs(sharpe) ** 3));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('halvesWithFirst', () => {
  it.each([2, 4, 10, 16])('of %s blocks gives each half with the first once', (blocks) => {
    const halves = [...halvesWithFirst(blocks)];
    expect(new Set(halves).size).toBe(combinations(blocks, blocks / 2) / 2);
    const isRight = (half: number) =>
      half % 2 === 1 && half < 2 ** blocks && half.toString(2).replaceAll('0', '').length === blocks / 2;
    expect(halves.every(isRight)).toBe(true);
  });
});

describe('dominanceOf', () => {
  it('knows first order, second order only, and neither', () => {
    const of = (a: number[], b: number[]) => dominanceOf(Float64Array.from(a), Float64Array.from(b));
    expect(of([3, 1, 2], [1, 0, 2])).toEqual({ first: true, second: true });
    expect(of([1, 1], [0, 2])).toEqual({ first: false, second: true });
    expect(of([0, 3], [1, 1])).toEqual({ first: false, second: false });
    expect(of([1, 2], [2, 1])).toEqual({ first: false, second: false });
  });
});
