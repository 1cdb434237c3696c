// Ends of an interval in; the mass that a standard normal has in it out, right also far in the tails.

const ROOT_TWO = Math.SQRT2;
/** Below it the series of erf converges fast and loses nothing; above it the continued fraction of erfc does. */
const SERIES_BELOW = 2.5;
const FRACTION_TERMS = 60;

/** erfc(x) for x >= 0: 1 minus the Maclaurin series, or Laplace's continued fraction (Abramowitz and Stegun 7.1.5 and 7.1.14). */
function erfcOfPositive(x: number): number {
  if (x < SERIES_BELOW) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = x;
  for (let k = FRACTION_TERMS; k >= 1; k -= 1) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI));
}

/** Upper tail of the standard normal at z >= 0. */
function upperTail(z: number): number {
  return erfcOfPositive(z / ROOT_TWO) / 2;
}

/** P(a < Z < b) for a <= b. On one side of 0 it is a difference of tails, so that little mass stays right. */
export function normalMass(a: number, b: number): number {
  if (a >= 0) return upperTail(a) - upperTail(b);
  if (b <= 0) return upperTail(-b) - upperTail(-a);
  return 1 - upperTail(-a) - upperTail(b);
}
