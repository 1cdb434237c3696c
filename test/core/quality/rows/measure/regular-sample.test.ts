// Gives more numbers than fit and expects a regular part of them.
import { describe, expect, it } from 'vitest';
import { RegularSample } from '../../../../../src/core/quality/rows/measure/regular-sample.ts';

describe('RegularSample', () => {
  it('gives the exact median while everything fits', () => {
    const sample = new RegularSample(8);
    expect(sample.median()).toBeUndefined();
    for (const value of [5, -1, 9]) sample.add(value);
    expect(sample.median()).toBe(5);
  });

  it('keeps every n-th number of a long row of them', () => {
    const sample = new RegularSample(64);
    for (let value = 0; value < 10_001; value++) sample.add(value);
    expect(sample.seen).toBe(10_001);
    expect(Math.abs(sample.median()! - 5000)).toBeLessThanOrEqual(10_001 / 32);
  });
});
