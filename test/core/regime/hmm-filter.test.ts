// The forward filter: against all paths of states, against a naive recursion, and against the R package msm.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GaussianHmm } from '../../../src/core/regime/gaussian-hmm.ts';
import { checkHmm, forgettingCandles } from '../../../src/core/regime/gaussian-hmm.ts';
import { HmmFilter } from '../../../src/core/regime/hmm-filter.ts';
import { Random } from '../../../src/simulation/random.ts';
import { randomHmm, type Seen, sampleHmm } from './hmm-samples.ts';

function density(x: readonly number[], means: readonly number[], variances: readonly number[]): number {
  return x.reduce((product, value, d) => {
    const variance = variances[d]!;
    return (product * Math.exp(-((value - means[d]!) ** 2) / (2 * variance))) / Math.sqrt(2 * Math.PI * variance);
  }, 1);
}

/** Joint density of the observations and each last state, by enumeration of every path. */
function byEnumeration(model: GaussianHmm, seen: readonly Seen[]): number[] {
  const states = model.start.length;
  const joint: number[] = model.start.map(() => 0);
  for (let path = 0; path < states ** seen.length; path++) {
    let rest = path;
    let before = -1;
    let product = 1;
    for (const x of seen) {
      const state = rest % states;
      rest = Math.floor(rest / states);
      product *= before < 0 ? model.start[state]! : model.transition[before]![state]!;
      if (x !== undefined) product *= density(x, model.means[state]!, model.variances[state]!);
      before = state;
    }
    joint[before] = joint[before]! + product;
  }
  return joint;
}

function run(model: GaussianHmm, seen: readonly Seen[]) {
  const filter = new HmmFilter(model);
  let logLikelihood = 0;
  for (const x of seen) {
    if (x === undefined) filter.skip();
    else {
      filter.observe(Float64Array.from(x));
      logLikelihood += filter.logLikelihood;
    }
  }
  return { logLikelihood, probabilities: [...filter.probabilities] };
}

describe('the forward filter', () => {
  it.each([1, 2, 3, 4])('is the sum over all paths of %d states, with and without missing observations', (states) => {
    for (let seed = 1; seed <= 6; seed++) {
      const random = new Random(seed, 'enumeration');
      const model = randomHmm(random, states, 2);
      const seen = sampleHmm(random, model, 7).seen.map((x, t) => (seed % 2 === 0 && t % 3 === 1 ? undefined : x));
      const joint = byEnumeration(model, seen);
      const total = joint.reduce((sum, value) => sum + value, 0);
      const { logLikelihood, probabilities } = run(model, seen);
      expect(Math.abs(logLikelihood - Math.log(total))).toBeLessThan(1e-10);
      probabilities.forEach((p, s) => {
        expect(Math.abs(p - joint[s]! / total)).toBeLessThan(1e-10);
      });
    }
  });

  it('is the naive recursion over a long sequence', () => {
    const random = new Random(3, 'naive');
    const model = randomHmm(random, 3, 2);
    const { seen } = sampleHmm(random, model, 500);
    const filter = new HmmFilter(model);
    let naive: number[] = [];
    seen.forEach((x, t) => {
      const predicted = model.start.map((share, to) =>
        t === 0 ? share : naive.reduce((sum, p, from) => sum + p * model.transition[from]![to]!, 0),
      );
      const joint = predicted.map((p, s) => p * density(x, model.means[s]!, model.variances[s]!));
      const total = joint.reduce((sum, value) => sum + value, 0);
      naive = joint.map((value) => value / total);
      filter.observe(Float64Array.from(x));
      naive.forEach((p, s) => {
        expect(Math.abs(p - filter.probabilities[s]!)).toBeLessThan(1e-10);
      });
    });
  });

  it('gives the log likelihoods and filtered probabilities of the R package msm', () => {
    const golden = JSON.parse(
      readFileSync(new URL('../../oracles/regime/gaussian-hmm.json', import.meta.url), 'utf8'),
    ) as Readonly<Record<'start' | 'means' | 'deviations' | 'observations' | 'prefixes' | 'logLikelihoods', number[]>> &
      Readonly<Record<'transition' | 'filtered', number[][]>>;
    const model = {
      start: golden.start,
      transition: golden.transition,
      means: golden.means.map((mean) => [mean]),
      variances: golden.deviations.map((deviation) => [deviation ** 2]),
    };
    golden.prefixes.forEach((count, at) => {
      const { logLikelihood, probabilities } = run(
        model,
        golden.observations.slice(0, count).map((x) => [x]),
      );
      expect(Math.abs(logLikelihood - golden.logLikelihoods[at]!)).toBeLessThan(1e-10);
      probabilities.forEach((p, s) => {
        expect(Math.abs(p - golden.filtered[at]![s]!)).toBeLessThan(1e-10);
      });
    });
  });

  it('stays finite at observations that no state explains', () => {
    const model = randomHmm(new Random(1, 'far'), 3, 1);
    const { logLikelihood, probabilities } = run(model, [[0], [1e6], [-1e6], [0]]);
    expect(Number.isFinite(logLikelihood)).toBe(true);
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it('keeps a state that cannot be at probability 0, however well it would fit', () => {
    const model = {
      start: [1, 0],
      transition: [
        [1, 0],
        [0.5, 0.5],
      ],
      means: [[0], [500]],
      variances: [[1], [1e-3]],
    };
    expect(run(model, [[500], [500], [500]]).probabilities).toEqual([1, 0]);
  });
});

describe('a chain', () => {
  it('has forgotten its start after the stated candles', () => {
    const random = new Random(8, 'forgetting');
    for (const states of [2, 3, 5]) {
      const model = randomHmm(random, states, 1);
      const sharesAfter = (from: number): number[] => {
        let shares = model.start.map((_, s) => Number(s === from));
        for (let step = 0; step < forgettingCandles(model); step++) {
          shares = shares.map((_, to) => shares.reduce((sum, p, by) => sum + p * model.transition[by]![to]!, 0));
        }
        return shares;
      };
      const first = sharesAfter(0);
      for (let from = 1; from < states; from++) {
        sharesAfter(from).forEach((p, s) => {
          expect(Math.abs(p - first[s]!)).toBeLessThan(1e-6);
        });
      }
    }
  });

  it('that never forgets says the greatest number', () => {
    const still = [
      [1, 0],
      [0, 1],
    ];
    expect(forgettingCandles({ start: [0.5, 0.5], transition: still, means: [[0], [1]], variances: [[1], [1]] })).toBe(
      65_536,
    );
  });
});

describe('a hidden Markov model', () => {
  const sound: GaussianHmm = { start: [1], transition: [[1]], means: [[0]], variances: [[1]] };

  it.each<[string, Partial<GaussianHmm>, RegExp]>([
    ['whose start does not sum to 1', { start: [0.9] }, /start must be probabilities/],
    ['with a negative probability', { transition: [[-1]] }, /transition must be probabilities/],
    ['with a row too few', { means: [] }, /means must have 1 rows, not 0/],
    ['with a column too many', { variances: [[1, 1]] }, /variances must have 1 finite numbers/],
    ['with a variance of 0', { variances: [[0]] }, /variances must be above 0/],
    ['with a mean that is no number', { means: [[Number.NaN]] }, /means must have 1 finite/],
    ['with too many states', { start: Array.from({ length: 9 }, () => 1 / 9) }, /1 to 8 states/],
  ])('%s is refused', (_name, change, message) => {
    expect(() => checkHmm('hmmRegime', { ...sound, ...change }, 1)).toThrow(message);
  });
});
