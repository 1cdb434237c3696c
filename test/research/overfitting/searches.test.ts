// A few seeded searches in, how many the gates let pass out: hardly any of pure noise, nearly all with a true Sharpe ratio of 3.

import { expect, it } from 'vitest';
import { sharpeEstimate } from '../../../src/research/overfitting/sharpe-estimate.ts';
import { COSTS, judgedNormals, judgedRules, judgedVariants, SHARPE_3 } from './judged-searches.ts';
import { PLANTED, simulatedSearch } from './simulated-searches.ts';

const SEARCHES = 20;
/** 5 % of 20. */
const MOST_PASSED = 1;
/** 80 % of 20. */
const LEAST_PASSED = 16;

it('noise at the costs of WDO does not pass', () => {
  expect(judgedRules(SEARCHES, { edgePoints: 0, costPoints: COSTS }).passed).toBeLessThanOrEqual(MOST_PASSED);
});

it('noise without costs does not pass: each rule has a true Sharpe ratio of exactly 0', () => {
  expect(judgedRules(SEARCHES, { edgePoints: 0, costPoints: 0 }).passed).toBeLessThanOrEqual(MOST_PASSED);
});

it('noise of independent trials does not pass', () => {
  expect(judgedNormals(SEARCHES, 50).passed).toBeLessThanOrEqual(MOST_PASSED);
});

it('a planted rule of Sharpe 3 after costs passes', () => {
  const { passed } = judgedRules(SEARCHES, { edgePoints: SHARPE_3.afterCosts, costPoints: COSTS });
  expect(passed).toBeGreaterThanOrEqual(LEAST_PASSED);
});

it('variants of one idea pass where all have a Sharpe ratio of 3, and hardly any where all are noise', () => {
  expect(judgedVariants(SEARCHES, 20, 0.9, 3).passed).toBeGreaterThanOrEqual(LEAST_PASSED);
  expect(judgedVariants(SEARCHES, 20, 0.9, 0).passed).toBeLessThanOrEqual(MOST_PASSED);
});

it('the planted rule has the Sharpe ratio that is said', () => {
  const { trials } = simulatedSearch({ seed: 1, days: 8000, edgePoints: SHARPE_3.afterCosts, costPoints: COSTS });
  const annual = sharpeEstimate(trials[PLANTED]!)!.sharpe * Math.sqrt(252);
  // standard error √(252 / 8000) = 0.18
  expect(Math.abs(annual - 3)).toBeLessThan(0.54);
});
