// Takes a number of independent trials without skill; gives the best result that chance alone makes of them, in standard errors.

import { UserError } from '../../adapters/user-error.ts';
import { normalCdf, normalQuantile } from './normal-distribution.ts';

const EULER_MASCHERONI = 0.5772156649015329;
/** Below so many the approximation is less than the truth (0.520 for 0.564 at two), so the integral stands in. */
const LEAST_APPROXIMATED = 3;
const EDGE = 12;
/** Even, for Simpson's rule. */
const STEPS = 240;
const MOST_TRIALS = 1e12;

function refuseBelowOne(trials: number): void {
  if (trials >= 1) return;
  throw new UserError({
    code: 'bad-trials',
    message: `a number of trials is 1 or more, not ${trials}`,
    fix: 'Count every variant that was looked at, the chosen one with them.',
    field: 'trials',
  });
}

/**
 * Expected maximum of `trials` (any number from 1 on) independent standard normal values: (1 − γ)·Z⁻¹(1 − 1/N) + γ·Z⁻¹(1 − 1/(N·e)),
 * γ = 0.5772. Source: D. Bailey, J. Borwein, M. López de Prado and J. Zhu, "Pseudo-Mathematics and Financial Charlatanism", Notices of the AMS
 * 61 (2014), proposition 1. An approximation for many trials: 3 % above the truth at 5, 1 % at 100. Below 3 trials the truth itself.
 * UserError `bad-trials`.
 */
export function expectedMaximum(trials: number): number {
  refuseBelowOne(trials);
  if (trials < LEAST_APPROXIMATED) return exactExpectedMaximum(trials);
  return -(
    (1 - EULER_MASCHERONI) * normalQuantile(1 / trials) +
    EULER_MASCHERONI * normalQuantile(1 / (trials * Math.E))
  );
}

/** The same without approximation: the integral over x of x dΦ(x)^N, by parts and by Simpson's rule. */
export function exactExpectedMaximum(trials: number): number {
  refuseBelowOne(trials);
  if (trials === 1) return 0;
  const above = simpson((x) => -Math.expm1(trials * Math.log1p(-normalCdf(-x))));
  const below = simpson((x) => Math.exp(trials * Math.log(normalCdf(-x))));
  return above - below;
}

/** The number of independent trials that have this expected maximum, in standard errors: the inverse of `exactExpectedMaximum`. */
export function trialsOfMaximum(maximum: number): number {
  if (!(maximum > 0)) return 1;
  let [low, high] = [0, Math.log(MOST_TRIALS)];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (exactExpectedMaximum(Math.exp(middle)) < maximum) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}

/**
 * Minimum backtest length in years: below it, the best of so many independent trials without skill is expected to show an annualised Sharpe
 * ratio of `sharpe` or more. Source: "Pseudo-Mathematics and Financial Charlatanism", theorem 1.
 */
export function minimumBacktestYears(trials: number, sharpe = 1): number {
  return (expectedMaximum(trials) / sharpe) ** 2;
}

/** From 0 to the edge, beyond which nothing is left. */
function simpson(f: (x: number) => number): number {
  const width = EDGE / STEPS;
  let sum = f(0) + f(EDGE);
  for (let step = 1; step < STEPS; step += 1) sum += (step % 2 === 0 ? 2 : 4) * f(step * width);
  return (sum * width) / 3;
}
