// A thousand seeded searches in, how many the gates let pass out: at most 5 % of pure noise, at least 80 % with a true Sharpe ratio of 3.

import { describe, expect, it } from 'vitest';
import { COSTS, type JudgedSearches, judgedNormals, judgedRules, judgedVariants, SHARPE_3 } from './judged-searches.ts';

const NOISE = 1000;
const PLANTED = 250;
/** By the rules of one side only: those that follow, half of which the plant makes good. */
const follows = (rule: number): boolean => rule % 2 === 0;

function told(name: string, judged: JudgedSearches): number {
  console.log(`${name}: ${judged.passed} of ${judged.searches} passed; refused by ${JSON.stringify(judged.refused)}`);
  return judged.passed / judged.searches;
}

describe('searches over pure noise', () => {
  it('at the costs of WDO', () => {
    expect(told('noise, costs', judgedRules(NOISE, { edgePoints: 0, costPoints: COSTS }))).toBeLessThanOrEqual(0.05);
  });

  it('without costs', () => {
    expect(told('noise, no costs', judgedRules(NOISE, { edgePoints: 0, costPoints: 0 }))).toBeLessThanOrEqual(0.05);
  });

  it('of independent trials', () => {
    expect(told('noise, 50 independent', judgedNormals(NOISE, 50))).toBeLessThanOrEqual(0.05);
    expect(told('noise, 2 independent', judgedNormals(NOISE, 2))).toBeLessThanOrEqual(0.05);
  });

  it('by the rules of one side only, which rise and fall together', () => {
    const free = { edgePoints: 0, costPoints: 0 };
    expect(told('noise, following rules only', judgedRules(NOISE, free, follows))).toBeLessThanOrEqual(0.05);
  });

  it('of variants of one idea', () => {
    for (const [trials, correlation] of [
      [50, 0.9],
      [50, 0.5],
      [5, 0.9],
    ] as const) {
      const judged = judgedVariants(NOISE, trials, correlation, 0);
      expect(told(`noise, ${trials} variants, ${correlation}`, judged)).toBeLessThanOrEqual(0.05);
    }
  });
});

describe('searches with a planted rule of Sharpe 3 over 756 days', () => {
  it('after the costs of WDO', () => {
    const judged = judgedRules(PLANTED, { edgePoints: SHARPE_3.afterCosts, costPoints: COSTS });
    expect(told('planted, costs', judged)).toBeGreaterThanOrEqual(0.8);
  });

  it('without costs', () => {
    const judged = judgedRules(PLANTED, { edgePoints: SHARPE_3.withoutCosts, costPoints: 0 });
    expect(told('planted, no costs', judged)).toBeGreaterThanOrEqual(0.8);
  });

  it('where half of the variants are good, or all of them', () => {
    const costs = { edgePoints: SHARPE_3.afterCosts, costPoints: COSTS };
    const free = { edgePoints: SHARPE_3.withoutCosts, costPoints: 0 };
    expect(told('planted, following rules only', judgedRules(PLANTED, costs, follows))).toBeGreaterThanOrEqual(0.8);
    expect(told('planted, no costs, following', judgedRules(PLANTED, free, follows))).toBeGreaterThanOrEqual(0.8);
    expect(told('50 good variants', judgedVariants(PLANTED, 50, 0.9, 3))).toBeGreaterThanOrEqual(0.8);
  });
});
