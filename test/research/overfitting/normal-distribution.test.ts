// Values of tables in, agreement to the last digits out: the normal distribution, its tails, and its inverse.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../../src/research/overfitting/normal-distribution.ts';

/** By mpmath with 30 digits. */
const BELOW: readonly (readonly [number, number])[] = [
  [-37, 5.725571222524577e-300],
  [-10, 7.619853024160525e-24],
  [-8, 6.220960574271784e-16],
  [-6, 9.86587645037698e-10],
  [-3, 0.0013498980316300946],
  [-1, 0.15865525393145705],
  [0.5, 0.6914624612740131],
  [1.96, 0.9750021048517795],
];
/** By scipy, and the table of Abramowitz and Stegun for the last. */
const QUANTILES: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-15, -7.941345326170998],
  [1e-10, -6.361340902404056],
  [1e-6, -4.753424308822899],
  [0.01, -2.3263478740408408],
  [0.3, -0.5244005127080409],
  [0.975, 1.959963984540054],
];

describe('normalCdf', () => {
  it.each(BELOW)('below %s lies %s', (x, share) => {
    expect(Math.abs(normalCdf(x) / share - 1)).toBeLessThan(1e-13);
  });

  it('is 0 and 1 at the ends', () => {
    expect([normalCdf(-1e9), normalCdf(-40), normalCdf(40), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([0, 0, 1, 1]);
    expect(normalCdf(0)).toBe(0.5);
  });
});

describe('normalQuantile', () => {
  it.each(QUANTILES)('at %s is %s', (share, x) => {
    expect(Math.abs(normalQuantile(share) / x - 1)).toBeLessThan(1e-14);
  });

  it('is infinite at the ends and nothing outside', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([normalQuantile(-0.1), normalQuantile(1.1)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('undoes the other', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 5, noNaN: true }), (x) => {
        expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(1e-9 * Math.max(1, Math.abs(x)));
      }),
    );
  });
});
