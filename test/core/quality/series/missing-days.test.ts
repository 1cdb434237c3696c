// Takes days out of a series; expects their number, their stretches and the rolls among them.
import { describe, expect, it } from 'vitest';
import { missingDays } from '../../../../src/core/quality/series/missing-days.ts';
import { missingRollDays } from '../../../../src/core/quality/series/missing-roll-days.ts';
import { cleanSeries, found, withDays } from './clean-series.ts';

function without(...days: readonly string[]) {
  return withDays(cleanSeries(), (day) => (days.includes(day.isoDay) ? undefined : day));
}

describe('missing days', () => {
  it('are none in a series without holes, over weekends, holidays and rolls', () => {
    expect(found(missingDays, cleanSeries({ days: 250 }))).toEqual([]);
    expect(found(missingRollDays, cleanSeries({ days: 250 }))).toEqual([]);
  });

  it('are counted and joined to stretches over weekends and holidays', () => {
    // 2025-06-19 is Corpus Christi, so nothing is missing between the 18th and the 20th.
    const [finding] = missingDays.check(without('2025-06-11', '2025-06-18', '2025-06-20', '2025-06-23'));
    expect(finding).toMatchObject({ severity: 'warn', rows: 4, values: { days: 4, longestStretchDays: 3 } });
    expect(finding!.detail).toContain('4 trading days of 60');
    expect(finding!.detail).toContain('2025-06-18 to 2025-06-23');
    expect(finding!.examples).toEqual([
      { day: '2025-06-11', what: 'missing' },
      { day: '2025-06-18', what: 'missing, and up to 2025-06-23: 3 trading days' },
    ]);
  });

  it('before the first and after the last day are not missing', () => {
    expect(
      found(
        missingDays,
        withDays(cleanSeries(), (day, at) => (at < 5 || at > 50 ? undefined : day)),
      ),
    ).toEqual([]);
  });

  it('are not known without a calendar', () => {
    const series = without('2025-06-11');
    expect(found(missingDays, { ...series, terms: { ...series.terms, calendar: 'none' } })).toEqual([]);
    expect(found(missingDays, { ...series, days: [] })).toEqual([]);
  });

  it('of a roll are worse and told apart', () => {
    const series = without('2025-06-27', '2025-06-30', '2025-07-31');
    expect(found(missingDays, series)).toEqual([['missing-days', 'warn', 1]]);
    const [finding] = missingRollDays.check(series);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 2 });
    expect(finding!.examples).toEqual([
      { day: '2025-06-30', what: 'WDOQ25 begins' },
      { day: '2025-07-31', what: 'WDOU25 begins' },
    ]);
  });

  it('of one dated contract are never rolls', () => {
    const contract = withDays(cleanSeries({ symbol: 'WDOQ25' }), ({ isoDay, ...day }) =>
      isoDay === '2025-06-30' ? undefined : { ...day, isoDay },
    );
    expect(found(missingRollDays, contract)).toEqual([]);
    expect(found(missingDays, contract)).toEqual([['missing-days', 'warn', 1]]);
  });
});
