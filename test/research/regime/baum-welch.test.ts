// Fitting a hidden Markov model: the likelihood never falls, and what made the data is found again.

import { describe, expect, it } from 'vitest';
import type { GaussianHmm } from '../../../src/core/regime/gaussian-hmm.ts';
import { baumWelch, type ObservationSequence } from '../../../src/research/regime/baum-welch.ts';
import { firstHmm } from '../../../src/research/regime/first-hmm.ts';
import { Random } from '../../../src/simulation/random.ts';
import { randomHmm, type Seen, sampleHmm } from '../../core/regime/hmm-samples.ts';

function sequenceOf(seen: readonly Seen[], dimensions: number): ObservationSequence {
  const values = seen.flatMap((x) => x ?? new Array<number>(dimensions).fill(Number.NaN));
  return {
    dimensions,
    values: Float64Array.from(values),
    present: Uint8Array.from(seen, (x) => Number(x !== undefined)),
  };
}

const quick = { mostIterations: 60, tolerance: 1e-9, leastVariance: 1e-6 };

function logLikelihoodOf(sequences: readonly ObservationSequence[], model: GaussianHmm): number {
  return baumWelch(sequences, model, { ...quick, mostIterations: 1 }).logLikelihood;
}

describe('fitting', () => {
  it.each([1, 2, 3, 4, 5])('never lets the likelihood fall, over several sequences with holes (seed %d)', (seed) => {
    const random = new Random(seed, 'fit');
    const truth = randomHmm(random, 3, 2);
    const sequences = [150, 80, 3, 1].map((steps) =>
      sequenceOf(
        sampleHmm(random, truth, steps).seen.map((x, t) => (t % 11 === 5 ? undefined : x)),
        2,
      ),
    );
    const likelihoods: number[] = [];
    const onIteration = (_: number, logLikelihood: number) => likelihoods.push(logLikelihood);
    const fit = baumWelch(sequences, firstHmm(sequences, 3, random), { ...quick, onIteration });
    expect(likelihoods.length).toBeGreaterThan(5);
    likelihoods.slice(1).forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(likelihoods[i]! - 1e-9);
    });
    expect(fit.logLikelihood).toBe(likelihoods.at(-1));
    expect(logLikelihoodOf(sequences, fit.model)).toBeCloseTo(fit.logLikelihood, 9);
  });

  it('finds the parameters that made the data', () => {
    const truth: GaussianHmm = {
      start: [0.6, 0.4],
      transition: [
        [0.95, 0.05],
        [0.1, 0.9],
      ],
      means: [
        [-1, 0.5],
        [1, -0.5],
      ],
      variances: [
        [0.5, 0.2],
        [1, 0.4],
      ],
    };
    const random = new Random(11, 'recovery');
    const sequences = Array.from({ length: 20 }, () => sequenceOf(sampleHmm(random, truth, 1000).seen, 2));
    const { model, isAtRest } = baumWelch(sequences, firstHmm(sequences, 2, random), quick);
    expect(isAtRest).toBe(true);
    const order = model.means[0]![0]! < 0 ? [0, 1] : [1, 0];
    order.forEach((s, of) => {
      order.forEach((to, ofTo) => {
        expect(Math.abs(model.transition[s]![to]! - truth.transition[of]![ofTo]!)).toBeLessThan(0.01);
      });
      for (const d of [0, 1]) {
        expect(Math.abs(model.means[s]![d]! - truth.means[of]![d]!)).toBeLessThan(0.03);
        expect(Math.abs(model.variances[s]![d]! - truth.variances[of]![d]!)).toBeLessThan(0.03);
      }
    });
    expect(logLikelihoodOf(sequences, model)).toBeGreaterThan(logLikelihoodOf(sequences, truth));
  });

  it('of one state is mean and variance of the data', () => {
    const sequence = sequenceOf([[1], [2], [4], [9]], 1);
    const first = { start: [1], transition: [[1]], means: [[0]], variances: [[1]] };
    const { model } = baumWelch([sequence], first, quick);
    expect(model.means[0]![0]).toBeCloseTo(4, 12);
    expect(model.variances[0]![0]).toBeCloseTo(9.5, 12);
  });

  it('keeps variances at their floor, and a state that nothing speaks for as it was', () => {
    const sequence = sequenceOf([[1], [1], [1], [1]], 1);
    const first = {
      start: [1, 0],
      transition: [
        [1, 0],
        [0, 1],
      ],
      means: [[0], [7]],
      variances: [[1], [2]],
    };
    const { model } = baumWelch([sequence], first, { ...quick, leastVariance: 0.01 });
    expect(model.variances).toEqual([[0.01], [2]]);
    expect(model.means[1]).toEqual([7]);
  });
});
