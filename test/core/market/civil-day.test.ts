import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayNumberOf,
  dayOfMonthOf,
  dayOfWeek,
  daysInMonth,
  formatDay,
  monthOf,
  nthWeekdayOf,
  packedDateOf,
  parseDay,
  toDayNumber,
  yearOf,
} from '../../../src/core/market/civil-day.ts';
import { propertyRuns } from '../../support/property-runs.ts';

describe('civil day', () => {
  it('agrees with the platform calendar on every day from 1890 to 2110', () => {
    const first = Date.UTC(1890, 0, 1) / 86_400_000;
    const last = Date.UTC(2110, 0, 1) / 86_400_000;
    const wrong: number[] = [];
    for (let day = first; day < last; day += 1) {
      const date = new Date(day * 86_400_000);
      const packed = date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
      const back = dayNumberOf(yearOf(day), monthOf(day), dayOfMonthOf(day));
      if (packedDateOf(day) !== packed || back !== day || dayOfWeek(day) !== date.getUTCDay()) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });

  it('formats and parses any day of years 1 to 9999 without change', () => {
    const years = fc.integer({ min: dayNumberOf(1, 1, 1), max: dayNumberOf(9999, 12, 31) });
    fc.assert(
      fc.property(years, (day) => parseDay(formatDay(day)) === day),
      { seed: 20_250_805, numRuns: propertyRuns(2000) },
    );
  });

  it.each(['2025-02-29', '2025-13-01', '2025-00-10', '2025-8-05', '20250805', '2025-08-05T09:00', '', '0000-01-01'])(
    'takes %j for no day',
    (text) => {
      expect(parseDay(text)).toBeUndefined();
      expect(() => toDayNumber(text)).toThrow(RangeError);
    },
  );

  it('refuses dates and day numbers that do not exist', () => {
    expect(() => dayNumberOf(2023, 2, 29)).toThrow('no such date: year 2023, month 2, day 29');
    expect(() => dayNumberOf(2024, 1, 1.5)).toThrow(RangeError);
    expect(() => toDayNumber(1.5)).toThrow('not a day: 1.5');
    expect(() => toDayNumber(Number.NaN)).toThrow(RangeError);
  });

  it('knows leap years', () => {
    expect([1900, 2000, 2023, 2024].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 28, 29]);
  });

  it('finds the n-th weekday of a month, or refuses', () => {
    expect(formatDay(nthWeekdayOf(2025, 3, 0, 2))).toBe('2025-03-09');
    expect(formatDay(nthWeekdayOf(2025, 6, 0, 1))).toBe('2025-06-01');
    expect(() => nthWeekdayOf(2025, 2, 0, 5)).toThrow(RangeError);
  });
});
