import { describe, expect, it } from 'vitest';
import { dayOfWeek, formatDay, SUNDAY } from '../../../src/core/market/civil-day.ts';
import { ashWednesday, carnivalSunday, easterDay } from '../../../src/core/market/easter.ts';

describe('easter', () => {
  it.each([
    [1961, '1961-04-02'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2019, '2019-04-21'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('of %i is %s', (year, day) => {
    expect(formatDay(easterDay(year))).toBe(day);
  });

  it('is a Sunday from 22 March to 25 April in every year', () => {
    for (let year = 1900; year < 2200; year += 1) {
      const day = easterDay(year);
      expect(dayOfWeek(day)).toBe(SUNDAY);
      expect(formatDay(day).slice(5) >= '03-22' && formatDay(day).slice(5) <= '04-25').toBe(true);
    }
  });

  it('gives carnival and Ash Wednesday', () => {
    expect(formatDay(carnivalSunday(2015))).toBe('2015-02-15');
    expect(formatDay(ashWednesday(2018))).toBe('2018-02-14');
    expect(formatDay(ashWednesday(2026))).toBe('2026-02-18');
  });
});
