// Puts a weekend and a holiday into a series; expects both to be named, with the reason.
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../../src/core/market/civil-day.ts';
import { closedDays } from '../../../../src/core/quality/series/closed-days.ts';
import { cleanSeries, found } from './clean-series.ts';

function withExtraDay(isoDay: string) {
  const series = cleanSeries();
  const facts = { ...series.days[0]!.facts, rows: 9, median: 3723.2 };
  const extra = { ...series.days[0]!, isoDay, dayNumber: parseDay(isoDay)!, facts };
  return { ...series, days: [...series.days, extra].sort((a, b) => a.dayNumber - b.dayNumber) };
}

describe('closed days', () => {
  it('are none where the exchange traded on each day', () => {
    expect(found(closedDays, cleanSeries({ days: 250 }))).toEqual([]);
  });

  it('are found on a Saturday and on a holiday', () => {
    const [saturday] = closedDays.check(withExtraDay('2025-06-14'));
    expect(saturday).toMatchObject({ severity: 'warn', rows: 1 });
    expect(saturday!.examples).toEqual([{ day: '2025-06-14', what: 'Weekend: 9 rows around 3723.2' }]);
    const [holiday] = closedDays.check(withExtraDay('2025-06-19'));
    expect(holiday!.examples[0]!.what).toContain('Corpus Christi');
  });

  it('are not known where no calendar is', () => {
    const series = withExtraDay('2025-06-14');
    expect(found(closedDays, { ...series, terms: { ...series.terms, calendar: 'none' } })).toEqual([]);
  });
});
