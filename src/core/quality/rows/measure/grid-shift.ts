// Distinct prices of a day and the tick go in; the one factor or the one offset that brings them back to the grid comes out.

import { type BestPoint, bestPointOf } from './best-fit.ts';

/** Prices must be this many, or chance finds a factor. */
const LEAST_PRICES = 12;

export type GridShift =
  | {
      readonly kind: 'ratio';
      /** Prices divided by it are on the grid; the middle of the factors that do it as well. */
      readonly factor: number;
      /** Prices that come back. */
      readonly fits: number;
    }
  | {
      readonly kind: 'difference';
      /** Points above the next lower tick; the whole difference may hold whole ticks more. */
      readonly offset: number;
      readonly fits: number;
    };

/** Adjustments over the years that contracts exist lie between; half or twice the tick would fit what is on the grid. */
const FACTOR_MIN = 0.6;
const FACTOR_MAX = 1.9;
/** Single prices may miss by more than their rounding. */
const MISS_SHARE = 0.02;
const MOST_DECIMALS = 6;
/** Where prices are written more coarsely than this share of a tick, any factor fits. */
const COARSEST_ROUNDING = 0.1;
/** Distances that differ by more than this share of a tick are not one distance. */
const MOST_SPREAD = 0.05;
const FLOAT_ERROR = 1e-7;

/** Undefined where neither does it, or there are too few prices to tell. */
export function gridShiftOf(prices: readonly number[], tick: number): GridShift | undefined {
  if (prices.length < LEAST_PRICES) return undefined;
  return offsetOf(prices, tick) ?? ratioOf(prices, tick);
}

/** Prices that are all the same distance above a tick, but for the rounding of both. */
function offsetOf(prices: readonly number[], tick: number): GridShift | undefined {
  const tolerance = Math.min(2 * roundingOf(prices), MOST_SPREAD * tick) + FLOAT_ERROR;
  const remainders = prices.map((price) => price - Math.floor(price / tick) * tick);
  // a distance just below a tick and one just above it are neighbours: each stands twice, a tick apart
  const twice = Float64Array.from([...remainders, ...remainders.map((remainder) => remainder + tick)]);
  const best = bestPointOf(
    twice.map((remainder) => remainder - tolerance),
    twice.map((remainder) => remainder + tolerance),
  );
  if (best === undefined || best.count < (1 - MISS_SHARE) * prices.length) return undefined;
  const offset = mostFrequent(twice.filter((remainder) => Math.abs(remainder - best.at) <= tolerance)) % tick;
  if (Math.min(offset, tick - offset) <= tolerance) return undefined;
  return { kind: 'difference', offset, fits: best.count };
}

function mostFrequent(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (const value of values) {
    const written = Number(value.toFixed(MOST_DECIMALS));
    counts.set(written, (counts.get(written) ?? 0) + 1);
  }
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** Half of the last decimal that the prices are written with. */
function roundingOf(prices: readonly number[]): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    if (prices.every((price) => Math.abs(price * scale - Math.round(price * scale)) < 1e-6 * scale)) return 0.5 / scale;
  }
  return 0.5 / 10 ** MOST_DECIMALS;
}

/**
 * One price and each tick that it may have been give a factor, exact but for the rounding of that price; the factor under
 * which most of the others are ticks too is the one, at equal numbers the one with the smaller errors.
 */
function ratioOf(prices: readonly number[], tick: number): GridShift | undefined {
  const rounding = roundingOf(prices);
  if (rounding > COARSEST_ROUNDING * tick) return undefined;
  const reference = prices[prices.length >> 1]!;
  const mayMiss = Math.floor(MISS_SHARE * prices.length);
  let best: { factor: number; fits: number; error: number } | undefined;
  const first = Math.max(1, Math.ceil(reference / (FACTOR_MAX * tick)));
  const last = Math.floor(reference / (FACTOR_MIN * tick));
  for (let ticks = first; ticks <= last; ticks++) {
    const rough = reference / (ticks * tick);
    if (missesOf(prices, tick, rough, 2.5 * rounding, mayMiss) > mayMiss) continue;
    const found = bestFactorOf(prices, tick, rough, rounding + FLOAT_ERROR);
    if (found === undefined || found.count < prices.length - mayMiss) continue;
    const [factor, fits, error] = [found.at, found.count, squareErrorOf(prices, tick, found.at)];
    if (best === undefined || fits > best.fits || (fits === best.fits && error < best.error)) {
      best = { factor, fits, error };
    }
  }
  return best === undefined ? undefined : { kind: 'ratio', factor: best.factor, fits: best.fits };
}

/** Counts no further than one more than may be. */
function missesOf(prices: readonly number[], tick: number, factor: number, tolerance: number, mayMiss: number): number {
  const step = factor * tick;
  let misses = 0;
  for (const price of prices) {
    if (Math.abs(price - Math.round(price / step) * step) > tolerance && ++misses > mayMiss) break;
  }
  return misses;
}

/** The factor that most prices allow, each within its rounding, when their ticks are those that the rough factor gives. */
function bestFactorOf(
  prices: readonly number[],
  tick: number,
  rough: number,
  tolerance: number,
): BestPoint | undefined {
  const onGrid = Float64Array.from(prices, (price) => Math.round(price / (rough * tick)) * tick);
  return bestPointOf(
    onGrid.map((real, at) => (prices[at]! - tolerance) / real),
    onGrid.map((real, at) => (prices[at]! + tolerance) / real),
  );
}

function squareErrorOf(prices: readonly number[], tick: number, factor: number): number {
  const step = factor * tick;
  let sum = 0;
  for (const price of prices) sum += (price - Math.round(price / step) * step) ** 2;
  return sum;
}
