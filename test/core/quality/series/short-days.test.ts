// Cuts days short at either end; expects them to be found by the session and by the other days.
import { describe, expect, it } from 'vitest';
import { shortDays } from '../../../../src/core/quality/series/short-days.ts';
import { cleanSeries, found, withDays, withFacts } from './clean-series.ts';

const MINUTE_US = 60_000_000;
const HOUR_US = 60 * MINUTE_US;

describe('short days', () => {
  it('are none where each day goes from the open to the close, Ash Wednesday at its own hour', () => {
    const series = cleanSeries({ from: '2025-02-10', days: 60 });
    expect(series.days.some(({ isoDay }) => isoDay === '2025-03-05')).toBe(true);
    expect(found(shortDays, series)).toEqual([]);
  });

  it('are found that begin late or end early, with the hours', () => {
    const late = withFacts(cleanSeries(), 10, ({ firstTimeUs }) => ({ firstTimeUs: firstTimeUs + 100 * MINUTE_US }));
    const both = withFacts(late, 20, ({ lastTimeUs }) => ({ lastTimeUs: lastTimeUs - 9 * HOUR_US }));
    const [finding] = shortDays.check(both);
    expect(finding).toMatchObject({ severity: 'warn', rows: 2 });
    expect(finding!.examples).toEqual([
      { day: both.days[10]!.isoDay, what: 'begins at 10:40, 1 h 40 min late' },
      { day: both.days[20]!.isoDay, what: 'ends at 09:30, 9 h early' },
    ]);
  });

  it('do not include first trades some minutes after the open', () => {
    const series = withFacts(cleanSeries(), 10, ({ firstTimeUs }) => ({ firstTimeUs: firstTimeUs + 10 * MINUTE_US }));
    expect(found(shortDays, series)).toEqual([]);
  });

  it('are none in a source that has the same part of each session, which is noted', () => {
    const part = withDays(cleanSeries(), (day) => {
      const { firstTimeUs, lastTimeUs } = day.facts;
      const facts = { firstTimeUs: firstTimeUs + HOUR_US, lastTimeUs: lastTimeUs - HOUR_US };
      return { ...day, facts: { ...day.facts, ...facts } };
    });
    const [finding, ...others] = shortDays.check(part);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'note', rows: 60, values: { lateMinutes: 60, earlyMinutes: 60 } });
  });

  it('are found by the other days where no session is known', () => {
    const series = { ...cleanSeries({ symbol: 'WDOFUT' }), symbol: 'AIG', root: undefined };
    const foreign = { ...series, terms: { ...series.terms, calendar: 'none' as const } };
    expect(found(shortDays, foreign)).toEqual([]);
    const cut = withFacts(foreign, 7, ({ windows }) => ({ windows: windows.slice(0, 8) }));
    const [finding] = shortDays.check(cut);
    expect(finding!.examples).toEqual([{ day: cut.days[7]!.isoDay, what: 'ends at 13:00, 5 h 30 min early' }]);
  });

  it('are not looked for while a dated contract is not the one in front', () => {
    const early = withFacts(cleanSeries({ symbol: 'WDOU25' }), 3, ({ lastTimeUs }) => ({
      lastTimeUs: lastTimeUs - 5 * HOUR_US,
    }));
    expect(found(shortDays, early)).toEqual([]);
    const late = withFacts(early, 50, ({ lastTimeUs }) => ({ lastTimeUs: lastTimeUs - 5 * HOUR_US }));
    expect(late.days[50]!.isoDay > '2025-07-31').toBe(true);
    expect(found(shortDays, late)).toEqual([['short-days', 'warn', 1]]);
  });
});
