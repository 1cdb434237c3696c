// A t value and its degrees of freedom in; the probability of one as far from 0, and the value of a probability, out.

const ROUNDS = 200;
const PRECISION = 1e-14;
const TINY = 1e-300;

/**
 * Two-sided: P(|T| ≥ |t|) of Student's distribution, 0..1. `freedom` above 0, need not be whole. Source: M. Abramowitz and I. Stegun, "Handbook of
 * Mathematical Functions" (1964), 26.7.1 with the incomplete beta function 26.5.8.
 */
export function studentTail(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The t that is exceeded on either side with this probability together, 0 to 1 without the ends. */
export function studentQuantile(probability: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentTail(high, freedom) > probability) high *= 2;
  for (let round = 0; round < ROUNDS && high - low > PRECISION * high; round += 1) {
    const middle = (low + high) / 2;
    if (studentTail(middle, freedom) > probability) low = middle;
    else high = middle;
  }
  return high;
}

/** Regularised, by its continued fraction on the side where that converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2) ? (front / a) * fraction(x, a, b) : 1 - (front / b) * fraction(1 - x, b, a);
}

/** Lentz's way, which no zero stops. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= ROUNDS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return value;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Stirling's series, after the argument was raised to where it is exact to double precision. */
function logGamma(x: number): number {
  let [at, product] = [x, 1];
  while (at < 15) {
    product *= at;
    at += 1;
  }
  const inverse = 1 / (at * at);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}
