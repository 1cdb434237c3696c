// Counts prices and expects what sorting all of them says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PriceCounts, quantileOf } from '../../../../../src/core/quality/rows/measure/price-counts.ts';
import { propertyRuns } from '../../../../support/property-runs.ts';

describe('PriceCounts', () => {
  it('counts each price, remembers its first row, and finds the median', () => {
    const prices = fc.array(
      fc.integer({ min: 1, max: 900 }).map((ticks) => ticks / 2),
      { minLength: 1, maxLength: 2000 },
    );
    fc.assert(
      fc.property(prices, (values) => {
        const counts = new PriceCounts();
        for (const [row, price] of values.entries()) counts.add(price, 1, row, 10 * row);
        const sorted = values.toSorted((a, b) => a - b);
        const seen = counts.sorted();
        expect(seen.map(({ price }) => price)).toEqual([...new Set(sorted)]);
        for (const { price, count, row, timeUs } of seen) {
          expect(count).toBe(values.filter((value) => value === price).length);
          expect([row, timeUs]).toEqual([values.indexOf(price), 10 * values.indexOf(price)]);
        }
        expect(quantileOf(seen, 0.5)).toBe(sorted[Math.floor(sorted.length / 2)]);
      }),
      { seed: 4, numRuns: propertyRuns(20) },
    );
  });

  it('counts together what is beyond its limit', () => {
    const counts = new PriceCounts(2);
    for (const price of [1, 2, 3, 3, 1]) counts.add(price, 1, 0, 0);
    expect(counts).toMatchObject({ total: 5, distinct: 2, overflow: 2 });
    expect(counts.sorted().map(({ count }) => count)).toEqual([2, 1]);
  });
});
