// Takes prices that are off the tick grid; gives the one factor that, divided out, puts them back on it.

/** A series adjusted by ratio for many years hardly leaves this range. */
const LARGEST_FACTOR = 4;
const SMALLEST_FACTOR = 0.5;
/** Prices that may miss: a source rounds a few of them another way. */
const MISSING_SHARE = 0.05;
/** How likely a factor may be an accident of few prices. */
const MAX_ACCIDENT = 1e-4;
const MAX_DECIMALS = 4;
/** Room beyond the rounding of the source, as a share of it. */
const SLACK = 1.2;

/** Half a unit of the last decimal that any of the prices shows: how far each may be from what was computed. */
export function roundingOf(prices: readonly number[]): number {
  for (let decimals = 0; decimals < MAX_DECIMALS; decimals++) {
    if (prices.every((price) => Math.abs(Number(price.toFixed(decimals)) - price) < 1e-9)) return 0.5 / 10 ** decimals;
  }
  return 0.5 / 10 ** MAX_DECIMALS;
}

/** Whether a price divided by the factor is a multiple of the tick; `uncertainty` is how wrong the price may be, points. */
export function fitsGrid(price: number, factor: number, tick: number, uncertainty: number): boolean {
  const ticks = price / (factor * tick);
  return Math.abs(ticks - Math.round(ticks)) <= (uncertainty * SLACK) / (factor * tick) + 1e-6;
}

function fits(prices: readonly number[], factor: number, tick: number, rounding: number): boolean {
  const allowed = Math.floor(prices.length * MISSING_SHARE);
  const anchor = prices[0]!;
  let missing = 0;
  for (const price of prices) {
    // The factor came from the anchor and is as uncertain as that.
    if (fitsGrid(price, factor, tick, rounding * (1 + price / anchor))) continue;
    missing += 1;
    if (missing > allowed) return false;
  }
  return true;
}

/** One factor that fits, made as good as the prices allow. */
interface Candidate {
  readonly factor: number;
  /** Mean square distance of the prices from the grid times the factor, points. */
  readonly error: number;
}

/** Least squares of price = factor × multiple of the tick; prices that miss by far are left out. */
function refined(prices: readonly number[], factor: number, tick: number): Candidate {
  let products = 0;
  let squares = 0;
  let total = 0;
  let count = 0;
  for (const price of prices) {
    const grid = Math.round(price / (factor * tick)) * tick;
    if (Math.abs(price - grid * factor) > tick * factor * 0.25) continue;
    products += price * grid;
    squares += grid * grid;
    total += price * price;
    count += 1;
  }
  const best = products / squares;
  return { factor: best, error: Math.max(0, total - best * products) / count };
}

/** `few`: so few prices that one would fit them by accident. */
export type GridFactor =
  /** `uncertainty`: how far other factors are that explain the prices nearly as well. */
  | { readonly kind: 'factor'; readonly factor: number; readonly uncertainty: number }
  | { readonly kind: 'few' }
  | { readonly kind: 'none' };

/** Errors up to so many times the least one are nearly as good. */
const NEARLY = 2;
/** Half of a true factor fits as well as that, and a third: only larger ones are others. */
const SAME_SHARE = 0.75;

function bestOf(candidates: readonly Candidate[]): GridFactor {
  const largest = candidates[0];
  if (largest === undefined) return { kind: 'none' };
  const near = candidates.filter(({ factor }) => factor > largest.factor * SAME_SHARE);
  const best = near.reduce((a, b) => (b.error < a.error ? b : a));
  const rivals = near.filter(({ error }) => error <= best.error * NEARLY);
  return {
    kind: 'factor',
    factor: best.factor,
    uncertainty: Math.max(...rivals.map(({ factor }) => Math.abs(factor - best.factor))),
  };
}

/** The best factor: to about seven decimals where the prices are dozens and reach over some percent. */
export function gridFactor(all: readonly number[], tick: number): GridFactor {
  const prices = [...new Set(all)];
  const anchor = prices[0];
  if (anchor === undefined) return { kind: 'few' };
  const rounding = roundingOf(prices);
  const from = Math.max(1, Math.ceil(anchor / LARGEST_FACTOR / tick));
  const to = Math.floor(anchor / SMALLEST_FACTOR / tick);
  const chance = Math.min(1, (4 * rounding * SLACK) / tick);
  const needed = Math.floor((prices.length - 1) * (1 - MISSING_SHARE));
  if ((to - from + 1) * chance ** needed > MAX_ACCIDENT) return { kind: 'few' };
  const candidates: Candidate[] = [];
  for (let ticks = from; ticks <= to; ticks++) {
    const factor = anchor / (ticks * tick);
    if (fits(prices, factor, tick, rounding)) candidates.push(refined(prices, factor, tick));
  }
  return bestOf(candidates);
}
