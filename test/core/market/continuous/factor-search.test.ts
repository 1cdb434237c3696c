import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestCover } from '../../../../src/core/market/continuous/best-cover.ts';
import { factorCandidates } from '../../../../src/core/market/continuous/factor-search.ts';
import { decimalsOf, halfStepOf, tallyOf } from '../../../../src/core/market/continuous/rounded-prices.ts';
import { turnoverFactor } from '../../../../src/core/market/continuous/turnover-factor.ts';
import { propertyRuns } from '../../../support/property-runs.ts';

const SEED = 20251031;

describe('the stretch that most intervals cover', () => {
  it('has the weight that a search over all ends finds', () => {
    const interval = fc.tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 15 }),
      fc.integer({ min: 1, max: 5 }),
    );
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 30 }), (intervals) => {
        const lows = Float64Array.from(intervals, ([low]) => low);
        const highs = Float64Array.from(intervals, ([low, width]) => low + width);
        const weights = Float64Array.from(intervals, ([, , weight]) => weight);
        const weightAt = (x: number): number =>
          weights.reduce((sum, weight, i) => (lows[i]! <= x && x <= highs[i]! ? sum + weight : sum), 0);
        const best = bestCover(lows, highs, weights);
        expect(best.weight).toBe(Math.max(...[...lows].map(weightAt)));
        for (const x of [best.low, best.high, (best.low + best.high) / 2]) expect(weightAt(x)).toBe(best.weight);
      }),
      { seed: SEED, numRuns: propertyRuns(300) },
    );
  });
});

describe('rounded prices', () => {
  it('show their decimals', () => {
    const decimals = (...values: readonly number[]) => decimalsOf([Float64Array.from(values)]);
    expect(decimals(5400, 121_374)).toBe(0);
    expect(decimals(5400, 5400.5)).toBe(1);
    expect(decimals(5903.65, 5902.58)).toBe(2);
    expect(decimals(5633.471)).toBe(3);
    expect(decimals(5400 * 1.06487186)).toBe(6);
    expect(decimals(34.230000000000004)).toBe(2);
  });

  it('are counted once each, in order', () => {
    const columns = [Float64Array.of(9, 5, 7, 5, 9), Float64Array.of(9, 6, 7, 7, 9)];
    const { values, counts, total } = tallyOf(columns, 1, 4);
    expect([[...values], [...counts], total]).toEqual([[5, 6, 7], [2, 1, 3], 6]);
  });
});

/** Prices of a month: a seeded walk on the grid, of steps up to `reach` ticks. */
function walk(seed: number, rows: number, first: number, tick: number, reach = 4): Float64Array {
  let state = seed;
  let price = first;
  return Float64Array.from({ length: rows }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    price += (((state >> 16) % (2 * reach + 1)) - reach) * tick;
    return price;
  });
}

const rounded = (prices: Float64Array, factor: number, decimals: number): Float64Array =>
  prices.map((price) => Number((price * factor).toFixed(decimals)));

/** 0.9 to 2.5 with many digits, as quotients of prices have: a factor such as 0.9 would round nothing. */
function unroundFactor(n: number): number {
  return 0.9 + 1.6 * ((n * Math.SQRT2) % 1);
}

describe('the factor of adjusted prices', () => {
  it('is the only one found, to within its own uncertainty', () => {
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      factor: fc.integer({ min: 1, max: 1e6 }).map(unroundFactor),
      market: fc.constantFrom(
        { first: 5400, tick: 0.5, reach: 4, decimals: 2 },
        { first: 5400, tick: 0.5, reach: 4, decimals: 3 },
        { first: 120_000, tick: 5, reach: 20, decimals: 0 },
      ),
    });
    fc.assert(
      fc.property(cases, ({ seed, factor, market: { first, tick, reach, decimals } }) => {
        const adjusted = rounded(walk(seed, 4000, first, tick, reach), factor, decimals);
        const tally = tallyOf([adjusted], 0, adjusted.length);
        const found = factorCandidates(tally, tick, halfStepOf(decimals), 0.001);
        expect(found).toHaveLength(1);
        expect(found[0]!.missed).toBe(0);
        expect(found[0]!.low).toBeLessThanOrEqual(factor);
        expect(found[0]!.high).toBeGreaterThanOrEqual(factor);
        expect(found[0]!.high - found[0]!.low).toBeLessThan(1e-5);
      }),
      { seed: SEED, numRuns: propertyRuns(12) },
    );
  });

  it('is found although a few prices are wrong, and these are counted', () => {
    const adjusted = rounded(walk(7, 6000, 5400, 0.5), 1.0271234, 2);
    for (const row of [10, 500, 4321]) adjusted[row] = adjusted[row]! + 0.17;
    const [best] = factorCandidates(tallyOf([adjusted], 0, 6000), 0.5, halfStepOf(2), 0.001);
    expect(best!.factor).toBeCloseTo(1.0271234, 7);
    expect(best!.missed).toBe(3);
  });

  it('is not found in prices of two contracts, nor where rounding hides the ticks', () => {
    const prices = walk(11, 6000, 5400, 0.5);
    const mixed = prices.map((price, row) => Number((price * (row < 3000 ? 1.02 : 1.03)).toFixed(2)));
    expect(factorCandidates(tallyOf([mixed], 0, 6000), 0.5, halfStepOf(2), 0.001)).toEqual([]);
    const coarse = rounded(prices, 1.02, 0);
    expect(factorCandidates(tallyOf([coarse], 0, 6000), 0.5, halfStepOf(0), 0.001)).toEqual([]);
  });

  it('is one of many when there are few prices', () => {
    const few = Float64Array.of(5546.12, 5546.65, 5547.18);
    expect(factorCandidates(tallyOf([few], 0, 3), 0.5, halfStepOf(2), 0.001).length).toBeGreaterThan(5);
  });
});

describe('the factor of an adjusted turnover', () => {
  const bounds = (factor: number) => ({ low: factor - 3e-8, high: factor + 2e-8 });
  const traded = walk(3, 3000, 5400, 0.5).map((price, row) => price * 10 * (1 + ((row * 7919) % 3000)));

  it('is known far better than that of the prices', () => {
    const factor = 1.0358331746969;
    const cents = traded.map((value) => Math.round(value * factor * 100) / 100);
    const found = turnoverFactor(cents, 5, bounds(factor))!;
    expect(Math.abs(found.factor - factor)).toBeLessThan(1e-11);
    expect(found.missed).toBe(0);
    expect(cents.map((value) => Math.round(value / found.factor / 5) * 5)).toEqual(traded);
  });

  it('is known from values of few digits too', () => {
    const factor = 1.0358331746969;
    const digits = traded.map((value) => Number((value * factor).toPrecision(9)));
    const found = turnoverFactor(digits, 5, bounds(factor))!;
    expect(Math.abs(found.factor - factor)).toBeLessThan(1e-9);
  });

  it('misses values that are no ticks of money', () => {
    const odd = traded.map((value, row) => (row % 50 === 25 ? value + 1.7 : value));
    const found = turnoverFactor(odd, 5, bounds(1))!;
    expect(found.missed).toBe(60);
    expect(Math.abs(found.factor - 1)).toBeLessThan(1e-11);
  });

  it('is unknown where no value is a tick of money, or the prices leave too much open', () => {
    const odd = traded.map((value) => value + 1.7);
    expect(turnoverFactor(odd, 5, bounds(1))).toBeUndefined();
    expect(turnoverFactor(traded, 5, { low: 1.01, high: 1.02 })).toBeUndefined();
  });
});
