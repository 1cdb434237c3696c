// Adjusts a series by one factor per contract, rightly and in mixed ways; expects the factors and every stranger among the days.
import { describe, expect, it } from 'vitest';
import { resolveContract } from '../../../../src/core/market/contract.ts';
import { adjustmentFactors } from '../../../../src/core/quality/series/adjustment-factors.ts';
import { mixedAdjustment } from '../../../../src/core/quality/series/mixed-adjustment.ts';
import type { Series } from '../../../../src/core/quality/series-rule.ts';
import { cleanSeries, found, scaledPrices, withDays } from './clean-series.ts';

const FACTORS: Readonly<Record<string, number>> = {
  WDON25: 1.02143217,
  WDOQ25: 1.01330538,
  WDOU25: 1.00692618,
  WDOV25: 1,
};
const START = { symbol: 'WDOFUT', days: 85 };

/** Highs and lows farther apart, as in a lively month: the wider the prices, the surer the factor. */
function lively(series: Series): Series {
  return withDays(series, (day) => {
    const { high, low } = day.facts;
    return { ...day, facts: { ...day.facts, high: high! + 80, low: low! - 80 } };
  });
}

/** As a chart program exports it: every price times the factor of its contract, in cents. */
function adjusted(factorOf: (contract: string, at: number) => number): Series {
  const series = withDays(lively(cleanSeries(START)), (day, at) => {
    const factor = factorOf(resolveContract('WDO', day.dayNumber)!.symbol, at);
    return factor === 1 ? day : { ...day, facts: { ...day.facts, ...scaledPrices(day.facts, factor, 2) } };
  });
  return { ...series, adjusted: 'ratio' };
}

describe('factors of an adjusted series', () => {
  it('are none in a series of traded prices', () => {
    for (const series of [cleanSeries(), cleanSeries(START)]) {
      expect(found(adjustmentFactors, series)).toEqual([]);
      expect(found(mixedAdjustment, series)).toEqual([]);
    }
  });

  it('are found from the tick grid to seven decimals', () => {
    const series = adjusted((contract) => FACTORS[contract]!);
    const [finding] = adjustmentFactors.check(series);
    expect(finding).toMatchObject({ severity: 'note', rows: 4 });
    for (const [contract, factor] of Object.entries(FACTORS)) {
      expect(Math.abs(Number(finding!.values![contract]) - factor)).toBeLessThan(2e-7);
    }
    expect(finding!.examples[1]!.what).toMatch(/^WDOQ25: factor 1\.01330\d+, a step of/);
    expect(found(mixedAdjustment, series)).toEqual([]);
  });

  it('are found for an index in whole points', () => {
    const start = lively(cleanSeries({ symbol: 'WINFUT', days: 60 }));
    const series = withDays(start, (day) => {
      const onGrid = { ...day.facts, ...scaledPrices(day.facts, 10) };
      return { ...day, facts: { ...onGrid, ...scaledPrices(onGrid, 1.0154, 0) } };
    });
    const [finding] = adjustmentFactors.check({ ...series, adjusted: 'ratio' });
    expect(Math.abs(Number(finding!.values!.WINQ25) - 1.0154)).toBeLessThan(1e-5);
  });
});

describe('mixed adjustment', () => {
  it('is refused where exports of different times were joined within a contract', () => {
    const series = adjusted((contract, at) => (at < 30 ? FACTORS[contract]! * 1.0067 : FACTORS[contract]!));
    const [finding] = mixedAdjustment.check(series);
    expect(finding).toMatchObject({ rule: 'mixed-adjustment', severity: 'refuse' });
    expect(finding!.examples.every(({ day }) => day! >= '2025-06-30' && day! < '2025-07-31')).toBe(true);
  });

  it('is refused where single days are off the grid, each by its own difference', () => {
    const moved = withDays(cleanSeries(), (day, at) => {
      if (at < 5 || at > 7) return day;
      const { first, last, high, low } = day.facts;
      const by = 0.1 + at / 100;
      return {
        ...day,
        facts: { ...day.facts, first: first! + by, last: last! + by, high: high! + by, low: low! + by },
      };
    });
    const [finding] = mixedAdjustment.check(moved);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 3 });
    expect(finding!.examples[0]!.what).toContain('all prices 0.15 off the tick grid');
  });

  it('is refused where a contract with traded prices stands between adjusted ones', () => {
    const series = adjusted((contract) => (contract === 'WDOQ25' ? 1 : FACTORS[contract]!));
    expect(found(mixedAdjustment, series)).toEqual([['mixed-adjustment', 'refuse', 23]]);
    expect(mixedAdjustment.check(series)[0]!.examples[0]!.what).toContain('WDOQ25: on the tick grid');
  });

  it('is refused where a series that says it is not adjusted is', () => {
    const series: Series = { ...adjusted((contract) => FACTORS[contract]!), adjusted: 'none' };
    const [finding] = mixedAdjustment.check(series);
    expect(finding!.detail).toContain('3 contracts');
    expect(finding!.examples[0]!.what).toContain('factor 1.02143');
  });

  it('is not claimed of a contract with too few days to know', () => {
    const series = adjusted((contract) => FACTORS[contract]!);
    expect(
      found(
        mixedAdjustment,
        withDays(series, (day, at) => (at < 20 ? undefined : day)),
      ),
    ).toEqual([]);
  });
});
