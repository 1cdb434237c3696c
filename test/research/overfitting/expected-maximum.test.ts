// Numbers of trials in, expected maxima out: the approximation against the integral, the integral against known values and draws.

import { describe, expect, it } from 'vitest';
import {
  exactExpectedMaximum,
  expectedMaximum,
  trialsOfMaximum,
} from '../../../src/research/overfitting/expected-maximum.ts';
import { Random } from '../../../src/simulation/random.ts';

describe('exactExpectedMaximum', () => {
  it.each([
    // order statistics of the normal distribution (H. Harter 1961, table 1; digits by mpmath)
    [2, 0.564189583548],
    [3, 0.846284375322],
    [5, 1.16296447364],
    [10, 1.53875273084],
    [100, 2.50759363644],
    [1000, 3.24143576913],
  ])('of %s is %s', (trials, known) => {
    expect(exactExpectedMaximum(trials)).toBeCloseTo(known, 9);
  });

  it('is undone by trialsOfMaximum', () => {
    for (const trials of [1, 1.3, 2, 17.5, 400, 1e6]) {
      expect(trialsOfMaximum(exactExpectedMaximum(trials)) / trials).toBeCloseTo(1, 9);
    }
    expect([trialsOfMaximum(0), trialsOfMaximum(-1)]).toEqual([1, 1]);
  });
});

describe('expectedMaximum', () => {
  it('is above the truth, by 3 % at most from five trials on', () => {
    for (const trials of [3, 5, 8, 20, 100, 1e4, 1e7]) {
      const ratio = expectedMaximum(trials) / exactExpectedMaximum(trials);
      expect(ratio).toBeGreaterThan(1);
      if (trials >= 5) expect(ratio).toBeLessThan(1.03);
    }
  });

  it('rises with every trial, from 0', () => {
    let last = expectedMaximum(1);
    expect(last).toBe(0);
    for (let trials = 1.1; trials < 50; trials += 0.1) {
      expect(expectedMaximum(trials)).toBeGreaterThan(last);
      last = expectedMaximum(trials);
    }
  });

  it('is what seeded draws show', () => {
    const random = new Random(5, 'expected-maximum');
    let sum = 0;
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw += 1) {
      let largest = random.normal();
      for (let at = 1; at < 46; at += 1) largest = Math.max(largest, random.normal());
      sum += largest;
    }
    // standard error 0.0034
    expect(Math.abs(sum / draws - exactExpectedMaximum(46))).toBeLessThan(0.012);
  });

  it('refuses less than one trial', () => {
    expect(() => expectedMaximum(0.5)).toThrow(expect.objectContaining({ code: 'bad-trials', field: 'trials' }));
    expect(() => expectedMaximum(Number.NaN)).toThrow(expect.objectContaining({ code: 'bad-trials' }));
  });
});
