// Checks Sharpe, Sortino and the t-statistic against figures computed by hand, and where they must stay undefined.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceWord, sharpeRatio, sortinoRatio, tStatistic } from '../../../src/research/statistics/risk-ratios.ts';

// Mean 2; squared distances 1, 1, 9, 9 → 20 ÷ 3 = 6.667, deviation 2.58199.
const DAYS = [1, 3, 5, -1];

describe('ratios of daily results', () => {
  it('gives the Sharpe ratio: mean ÷ sample deviation × √252', () => {
    expect(sharpeRatio(DAYS)).toBeCloseTo((2 / 2.581988897) * 15.874507866, 8);
  });

  it('gives the Sortino ratio over all days: one loss of 1 in 4 days is a downside deviation of 0.5', () => {
    expect(sortinoRatio(DAYS)).toBeCloseTo((2 / 0.5) * 15.874507866, 8);
  });

  it('gives the t-statistic: mean ÷ (deviation ÷ √4)', () => {
    expect(tStatistic(DAYS)).toBeCloseTo(2 / (2.581988897 / 2), 8);
  });

  it('is undefined below two days, and when all days are equal', () => {
    for (const days of [[], [5], [5, 5, 5], [0.1 + 0.2, 0.1 + 0.2]]) {
      expect(sharpeRatio(days)).toBeUndefined();
      expect(tStatistic(days)).toBeUndefined();
    }
  });

  it('has no Sortino ratio without a losing day', () => {
    expect(sortinoRatio([1, 0, 2])).toBeUndefined();
    expect(sortinoRatio([-1])).toBeUndefined();
  });

  it('never gives NaN or infinity, and does not depend on the unit of money', () => {
    const days = fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(days, (nets) => {
        for (const ratio of [sharpeRatio, sortinoRatio, tStatistic]) {
          const value = ratio(nets);
          if (value === undefined) continue;
          expect(Number.isFinite(value)).toBe(true);
          expect(ratio(nets.map((net) => net / 4))).toBeCloseTo(value, 9);
        }
      }),
    );
  });

  it('says in words what t means, for losses too', () => {
    expect(evidenceWord(undefined)).toBe('too little to say anything');
    expect(evidenceWord(0.9)).toBe('no different from luck');
    expect(evidenceWord(1.5)).toBe('weak evidence of a profit');
    expect(evidenceWord(-2.5)).toBe('some evidence of a loss');
    expect(evidenceWord(3)).toBe('strong evidence of a profit');
  });
});
