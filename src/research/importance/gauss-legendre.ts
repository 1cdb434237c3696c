// A number of points in; where on 0 to 1 to ask a polynomial, and what each answer weighs in its integral, out.

export interface Quadrature {
  /** Ascending, between 0 and 1. */
  readonly at: Float64Array;
  /** All above 0; they sum to 1. */
  readonly weights: Float64Array;
}

/** Newton's method doubles the right digits at each step: this many reach those of a double from the start below. */
const STEPS = 8;

/**
 * Gauss-Legendre on [0, 1]: exact for polynomials up to degree 2 × points − 1. The points are the zeros of the Legendre polynomial, found
 * by Newton's method from the start of Abramowitz and Stegun 22.16.6; `points` is 1 or more.
 */
export function gaussLegendre(points: number): Quadrature {
  const at = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5));
    for (let step = 0; step < STEPS; step++) {
      const { value, slope } = legendre(points, x);
      x -= value / slope;
    }
    const { slope } = legendre(points, x);
    at[points - 1 - i] = (1 + x) / 2;
    weights[points - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { at, weights };
}

/** By the recurrence of three terms. */
function legendre(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let [before, value] = [1, x];
  for (let n = 2; n <= degree; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}
