// A number of points, a rate and a number of days in; the rungs of successive halving out: how many points get how many days.

import { UserError } from '../../../adapters/user-error.ts';
import { better, type Tried } from './tpe.ts';

export interface Rung {
  readonly points: number;
  /** Trading days from the beginning of the span. */
  readonly days: number;
  /** Number of its first evaluation. */
  readonly first: number;
}

/**
 * K. Jamieson and A. Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016: of `points` the
 * best 1/eta goes on to eta times the days, until one is left or all days are used. The last rung has all days. Throws UserError
 * `sweep-halving` where the least days and the rate leave a single rung.
 */
export function rungsOf(points: number, eta: number, leastDays: number, days: number): readonly Rung[] {
  const steps = Math.min(logOf(points, eta), logOf(days / leastDays, eta));
  if (steps < 1) {
    throw new UserError({
      code: 'sweep-halving',
      message: `${points} points over ${days} days from ${leastDays} days on leave nothing to halve by ${eta}`,
      field: 'method',
      fix: 'Give more points (at least twice the rate) and more days, or fewer least days (--least-days)',
    });
  }
  const rungs: Rung[] = [];
  let first = 0;
  for (let step = 0; step <= steps; step += 1) {
    const count = Math.max(1, Math.floor(points / eta ** step));
    rungs.push({ points: count, days: Math.max(1, Math.floor(days / eta ** (steps - step))), first });
    first += count;
  }
  return rungs;
}

/** The whole logarithm, not thrown off by rounding: of 9 to the base 3 it is 2. */
function logOf(value: number, base: number): number {
  let power = 0;
  for (let reached = base; reached <= value * (1 + 1e-12); reached *= base) power += 1;
  return power;
}

/** Places of the best `count` in `tried`, best first; of equal ones the earlier. */
export function bestOf(tried: readonly Tried[], count: number): readonly number[] {
  return tried
    .map(({ merit }, at) => ({ merit, at }))
    .sort((a, b) => better(a.merit, b.merit) || a.at - b.at)
    .slice(0, count)
    .map(({ at }) => at);
}
