// Checks the deepest drawdown and its times on equity drawn by hand, and its properties on any equity.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawdownSeries, maxDrawdown } from '../../../src/research/statistics/drawdown.ts';

const equityOf = (netE4: readonly number[]) => ({ timeUs: netE4.map((_, i) => 1000 + i * 10), netE4 });

describe('drawdown', () => {
  it('goes from the last mark of the peak to the trough, and lasts until the peak is reached again', () => {
    expect(maxDrawdown(equityOf([10, 10, 4, 7, 2, 9, 10, 12, 11]))).toEqual({
      depthE4: 8,
      peakTimeUs: 1010,
      troughTimeUs: 1040,
      recoveredTimeUs: 1060,
      durationUs: 50,
    });
  });

  it('lasts until the end when it is not made good', () => {
    const found = maxDrawdown(equityOf([5, 1, 3]));
    expect(found).toMatchObject({ depthE4: 4, recoveredTimeUs: undefined, durationUs: 20 });
  });

  it('counts the start as a peak of 0', () => {
    expect(maxDrawdown(equityOf([-3, -1]))).toMatchObject({ depthE4: 3, peakTimeUs: 1000, troughTimeUs: 1000 });
    expect([...drawdownSeries([-3, 2, 1])]).toEqual([-3, 0, -1]);
  });

  it('is undefined when equity never falls', () => {
    expect(maxDrawdown(equityOf([]))).toBeUndefined();
    expect(maxDrawdown(equityOf([0, 0, 4]))).toBeUndefined();
  });

  it('is the lowest value of the series', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (netE4) => {
        const lowest = Math.min(...drawdownSeries(netE4));
        expect(maxDrawdown(equityOf(netE4))?.depthE4 ?? 0).toBe(lowest === 0 ? 0 : -lowest);
      }),
    );
  });
});
