// Bayesian change points: against every way to cut a short sequence, against a naive recursion, and on a sequence with known changes.

import { describe, expect, it } from 'vitest';
import { gammaRatio, RunLengthPosterior, type RunLengthRules } from '../../../src/core/regime/run-length-posterior.ts';
import { Random } from '../../../src/simulation/random.ts';

const rules: RunLengthRules = { meanRun: 8, mostRun: 200, priorCandles: 2, priorShape: 1.5, priorRate: 0.8 };

/** ln Γ for multiples of ½, by its recurrence from Γ(½) = √π and Γ(1) = 1. */
function logGamma(z: number): number {
  if (z === 0.5) return 0.5 * Math.log(Math.PI);
  return z === 1 ? 0 : Math.log(z - 1) + logGamma(z - 1);
}

function updated(numbers: readonly number[], { priorCandles, priorShape, priorRate }: RunLengthRules) {
  const n = numbers.length;
  const mean = n === 0 ? 0 : numbers.reduce((sum, x) => sum + x, 0) / n;
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const weight = priorCandles + n;
  const rate = priorRate + squares / 2 + (priorCandles * n * mean ** 2) / (2 * weight);
  return { weight, location: (n * mean) / weight, shape: priorShape + n / 2, rate };
}

/** ln of the density of the numbers of one segment, all parameters integrated out (Murphy 2007, eq. 95). */
function logEvidence(numbers: readonly number[], of: RunLengthRules): number {
  const { weight, shape, rate } = updated(numbers, of);
  return (
    logGamma(shape) -
    logGamma(of.priorShape) +
    of.priorShape * Math.log(of.priorRate) -
    shape * Math.log(rate) +
    0.5 * Math.log(of.priorCandles / weight) -
    (numbers.length / 2) * Math.log(2 * Math.PI)
  );
}

/** Run lengths after the last number, by summing over every way to cut the sequence. */
function byEnumeration(numbers: readonly number[], of: RunLengthRules): number[] {
  const n = numbers.length;
  const hazard = 1 / of.meanRun;
  const masses = new Array<number>(n + 1).fill(0);
  for (let cuts = 0; cuts < 2 ** n; cuts++) {
    let product = 1;
    let start = 0;
    for (let t = 0; t < n; t++) {
      const isCut = ((cuts >> t) & 1) === 1;
      product *= isCut ? hazard : 1 - hazard;
      if (!isCut && t < n - 1) continue;
      product *= Math.exp(logEvidence(numbers.slice(start, t + 1), of));
      if (t === n - 1) masses[isCut ? 0 : n - start]! += product;
      start = t + 1;
    }
  }
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

/** Adams and MacKay's algorithm as printed, every run's numbers kept and looked at anew. */
function naive(numbers: readonly number[], of: RunLengthRules): number[] {
  let masses = [1];
  numbers.forEach((x, t) => {
    const joint = masses.map((mass, r) => {
      const run = numbers.slice(t - r, t);
      return mass * Math.exp(logEvidence([...run, x], of) - logEvidence(run, of));
    });
    const total = joint.reduce((sum, value) => sum + value, 0);
    const next = joint.map((value) => (value * (1 - 1 / of.meanRun)) / total);
    masses = [1 / of.meanRun, ...next];
    if (masses.length > of.mostRun + 1) masses[of.mostRun] = masses[of.mostRun]! + masses.pop()!;
  });
  return masses;
}

function numbersOf(seed: number, count: number): number[] {
  const random = new Random(seed, 'numbers');
  let mean = 0;
  return Array.from({ length: count }, () => {
    if (random.chance(0.1)) mean = 2 * random.normal();
    return mean + random.normal();
  });
}

function posteriorAfter(numbers: readonly number[], of: RunLengthRules): RunLengthPosterior {
  const posterior = new RunLengthPosterior(of);
  for (const x of numbers) posterior.push(x);
  return posterior;
}

describe('the posterior of the run length', () => {
  it.each([1, 2, 3, 4])('is the sum over all ways to cut a sequence (seed %d)', (seed) => {
    const numbers = numbersOf(seed, 10);
    const expected = byEnumeration(numbers, rules);
    const { probabilities } = posteriorAfter(numbers, rules);
    expected.forEach((p, r) => {
      expect(Math.abs(probabilities[r]! - p)).toBeLessThan(1e-12);
    });
  });

  it.each([
    [200, 150],
    [20, 150],
    [2, 60],
  ])('is the naive recursion with runs up to %d', (mostRun, count) => {
    const numbers = numbersOf(9, count);
    const expected = naive(numbers, { ...rules, mostRun });
    const { probabilities } = posteriorAfter(numbers, { ...rules, mostRun });
    expected.forEach((p, r) => {
      expect(Math.abs(probabilities[r]! - p)).toBeLessThan(1e-10);
    });
  });

  it('loses no mass where runs are cut off', () => {
    const posterior = new RunLengthPosterior({ ...rules, mostRun: 12 });
    for (const x of numbersOf(5, 400)) {
      posterior.push(x);
      expect(posterior.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    }
  });

  it('finds the changes of a sequence that has two', () => {
    const random = new Random(4, 'changes');
    const posterior = new RunLengthPosterior({ ...rules, meanRun: 100 });
    const runs: number[] = [];
    for (const mean of [0, 3, -2]) {
      for (let i = 0; i < 60; i++) {
        posterior.push(mean + random.normal());
        posterior.describe();
        runs.push(posterior.longest);
      }
    }
    expect(Math.abs(runs[59]! - 60)).toBeLessThanOrEqual(1);
    expect(Math.abs(runs[119]! - 60)).toBeLessThanOrEqual(2);
    expect(Math.abs(runs[179]! - 60)).toBeLessThanOrEqual(2);
  });

  it('tells the drift of the likeliest run as a t-value of its posterior', () => {
    const numbers = numbersOf(12, 80);
    const posterior = posteriorAfter(numbers, rules);
    posterior.describe();
    const run = numbers.slice(numbers.length - posterior.longest);
    const { location, rate, shape, weight } = updated(run, rules);
    expect(posterior.drift).toBeCloseTo(location / Math.sqrt(rate / (shape * weight)), 10);
  });
});

describe('the ratio of gamma functions', () => {
  it.each([0.5, 1, 1.5, 5, 5.5, 60])('is Γ(z + ½) / Γ(z) at %d', (z) => {
    const expected = Math.exp(logGamma(z + 0.5) - logGamma(z));
    expect(Math.abs(gammaRatio(z) / expected - 1)).toBeLessThan(1e-12);
  });
});
