// What points are compared by: against plain arithmetic and a published standard error.
import { describe, expect, it } from 'vitest';
import { measuresOf } from '../../../src/research/sweeps/evaluation/measures.ts';
import { Random } from '../../../src/simulation/random.ts';

describe('measures of a point', () => {
  it('are those of its days', () => {
    const measures = measuresOf([100_000, -50_000, 200_000, -150_000, 0], []);
    expect(measures).toMatchObject({ netBrl: 10, maxDrawdownBrl: 15, days: 5, trades: 0, bestDayShare: 2 });
    expect(measures.sharpe).toBeCloseTo((2 / Math.sqrt(182.5)) * Math.sqrt(252), 10);
  });

  it('leave out what is not defined', () => {
    expect(measuresOf([0, 0, 0], [])).toEqual({ netBrl: 0, maxDrawdownBrl: 0, trades: 0, days: 3 });
    expect(measuresOf([5], [])).not.toHaveProperty('sharpe');
    expect(Object.values(measuresOf([1, 2], [])).every(Number.isFinite)).toBe(true);
  });

  it('bound the Sharpe ratio by the standard error that repeated draws have', () => {
    const random = new Random(8, 'sharpe');
    const ratios: number[] = [];
    const errors: number[] = [];
    for (let draw = 0; draw < 1_500; draw++) {
      // skewed: most days a little, some days much
      const days = Array.from({ length: 60 }, () => Math.round(1e6 * (random.exponential(1) - 0.9)));
      const { sharpe, sharpeBound } = measuresOf(days, []);
      ratios.push(sharpe!);
      errors.push(sharpe! - sharpeBound!);
    }
    const mean = ratios.reduce((sum, each) => sum + each, 0) / ratios.length;
    const spread = Math.sqrt(ratios.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (ratios.length - 1));
    const error = errors.reduce((sum, each) => sum + each, 0) / errors.length;
    expect(error / spread).toBeGreaterThan(0.93);
    expect(error / spread).toBeLessThan(1.07);
  });
});
