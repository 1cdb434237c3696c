// Ends of an interval in; the mass that a standard normal has in it out, right also far in the tails.

import { normalCdf } from '../../overfitting/normal-distribution.ts';

/** P(a < Z < b) for a <= b. On one side of 0 it is a difference of tails, so that little mass stays right. */
export function normalMass(a: number, b: number): number {
  return a >= 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a);
}
