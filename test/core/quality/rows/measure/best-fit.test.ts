// Gives intervals and expects the point that most of them contain, by trying all ends.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPointOf } from '../../../../../src/core/quality/rows/measure/best-fit.ts';
import { propertyRuns } from '../../../../support/property-runs.ts';

describe('bestPointOf', () => {
  it('finds a point that no other beats', () => {
    const interval = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 40 }), (intervals) => {
        const lows = Float64Array.from(intervals, ([low]) => low);
        const highs = Float64Array.from(intervals, ([low, length]) => low + length);
        const containing = (at: number): number => lows.filter((low, index) => low <= at && at <= highs[index]!).length;
        const best = bestPointOf(lows, highs)!;
        expect(containing(best.at)).toBe(best.count);
        expect(best.count).toBe(Math.max(...[...lows].map(containing)));
      }),
      { seed: 5, numRuns: propertyRuns(50) },
    );
  });

  it('leaves out intervals that are none', () => {
    const [lows, highs] = [Float64Array.of(3, Number.NaN, 1, 0), Float64Array.of(2, 5, Number.POSITIVE_INFINITY, 0)];
    expect(bestPointOf(lows, highs)).toEqual({ at: 0, count: 1 });
    expect(bestPointOf(lows.subarray(0, 3), highs.subarray(0, 3))).toBeUndefined();
  });
});
