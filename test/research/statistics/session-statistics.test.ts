// Checks that the statistics of a run agree with its trades and equity, and that an empty run has no false figures.
import { describe, expect, it } from 'vitest';
import { sessionStatistics } from '../../../src/research/statistics/session-statistics.ts';
import { cleanResult, generatedResult } from '../report/generated-result.ts';

describe('statistics of a run', () => {
  it('agree with its trades, its equity and its costs', () => {
    const result = cleanResult();
    const found = sessionStatistics(result);
    expect(found.netE4).toBe(found.trades.netE4);
    expect(found.daily.reduce((sum, day) => sum + day.netE4, 0)).toBe(found.netE4);
    expect(found.daily.reduce((sum, day) => sum + day.trades, 0)).toBe(result.trades.length);
    const points = result.trades.reduce((sum, trade) => sum + trade.points * trade.quantity, 0);
    expect(found.grossPoints).toBe(points);
    expect(found.netPoints).toBe(found.netE4 / 100_000);
    expect(found.returnOnCapital).toBe(found.netE4 / 10_000 / 50_000);
    expect(found.contractsPerDay).toBe(12);
    expect(found.costsShareOfGross).toBe(result.costs.totalE4 / found.trades.grossE4);
    expect(found.bestDay?.netE4).toBe(Math.max(...found.daily.map((day) => day.netE4)));
    expect(found.worstDay?.netE4).toBe(Math.min(...found.daily.map((day) => day.netE4)));
  });

  it('has undefined ratios, and no NaN, for a run without trades or candles', () => {
    const empty = generatedResult({ seed: 1, days: 1, candlesPerDay: 0, tradesPerDay: 0, edge: 0 });
    const found = sessionStatistics(empty);
    expect(found).toMatchObject({
      netE4: 0,
      netPoints: 0,
      sharpe: undefined,
      tStatistic: undefined,
      exposure: undefined,
    });
    expect(found.costsShareOfGross).toBeUndefined();
    expect(JSON.stringify(found, (_, value) => (Number.isNaN(value) ? 'NaN' : value))).not.toContain('NaN');
  });
});
