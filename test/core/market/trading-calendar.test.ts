import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumberOf, dayOfWeek, formatDay } from '../../../src/core/market/civil-day.ts';
import {
  closureOf,
  firstTradingDayOfMonth,
  isCovered,
  isTradingDay,
  lastTradingDayOfMonth,
  nextTradingDay,
  previousTradingDay,
  tradingDayOnOrAfter,
  tradingDaysBetween,
} from '../../../src/core/market/trading-calendar.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { describeWithRealData } from '../../support/real-data.ts';

const FIRST = dayNumberOf(2008, 1, 1);
const LAST = dayNumberOf(2027, 12, 31);

describe('trading calendar', () => {
  it('knows the weekdays of 2026 without trades up to April', () => {
    const closed: string[] = [];
    for (let day = dayNumberOf(2026, 1, 1); day <= dayNumberOf(2026, 4, 30); day += 1) {
      const weekday = dayOfWeek(day);
      if (weekday !== 0 && weekday !== 6 && !isTradingDay(day)) closed.push(formatDay(day));
    }
    expect(closed).toEqual(['2026-01-01', '2026-02-16', '2026-02-17', '2026-04-03', '2026-04-21']);
  });

  it('trades on 244 to 252 days in every year', () => {
    for (let year = 2008; year <= 2027; year += 1) {
      const days = tradingDaysBetween(dayNumberOf(year, 1, 1), dayNumberOf(year, 12, 31));
      expect(days, String(year)).toBeGreaterThanOrEqual(244);
      expect(days, String(year)).toBeLessThanOrEqual(252);
    }
  });

  it('says why a day is closed', () => {
    expect(closureOf('2025-08-05')).toBeUndefined();
    expect(closureOf('2025-08-09')).toBe('Weekend');
    expect(closureOf('2025-11-20')).toBe('Black Awareness Day');
    expect(closureOf('2014-06-12')).toBe('Opening of the World Cup in Sao Paulo');
    expect(closureOf('2025-12-31')).toBe('Last weekday of the year');
  });

  it('trades on Ash Wednesday', () => {
    expect(isTradingDay('2026-02-18')).toBe(true);
    expect(isTradingDay('2018-02-14')).toBe(true);
  });

  it('steps over weekends and holidays', () => {
    expect(formatDay(nextTradingDay('2025-12-30'))).toBe('2026-01-02');
    expect(formatDay(previousTradingDay('2026-01-02'))).toBe('2025-12-30');
    expect(formatDay(tradingDayOnOrAfter('2026-02-14'))).toBe('2026-02-18');
    expect(formatDay(tradingDayOnOrAfter('2026-02-18'))).toBe('2026-02-18');
    expect(formatDay(firstTradingDayOfMonth(2026, 5))).toBe('2026-05-04');
    expect(formatDay(lastTradingDayOfMonth(2025, 12))).toBe('2025-12-30');
    expect(formatDay(lastTradingDayOfMonth(2025, 8))).toBe('2025-08-29');
  });

  it('steps forward and back to the same trading day, with none between', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST + 10, max: LAST - 10 }), (day) => {
        const next = nextTradingDay(day);
        const previous = previousTradingDay(day);
        expect(next).toBeGreaterThan(day);
        expect(previousTradingDay(next)).toBe(isTradingDay(day) ? day : previous);
        expect(nextTradingDay(previous)).toBe(isTradingDay(day) ? day : next);
        expect(tradingDaysBetween(previous, next)).toBe(isTradingDay(day) ? 2 : 1);
        expect(isTradingDay(formatDay(day))).toBe(isTradingDay(day));
      }),
      { seed: 7, numRuns: propertyRuns(2000) },
    );
  });

  it('counts no day backwards', () => {
    expect(tradingDaysBetween('2025-08-06', '2025-08-05')).toBe(0);
    expect(tradingDaysBetween('2025-08-05', '2025-08-05')).toBe(0);
  });

  it('refuses days outside its years', () => {
    expect(isCovered(FIRST)).toBe(true);
    expect(isCovered(LAST + 1)).toBe(false);
    expect(() => isTradingDay('2007-12-31')).toThrow('2007-12-31 is outside the trading calendar');
    expect(() => isTradingDay('2028-01-03')).toThrow(RangeError);
    expect(() => nextTradingDay('2027-12-30')).toThrow(RangeError);
    expect(() => previousTradingDay('2008-01-02')).toThrow(RangeError);
    expect(() => tradingDaysBetween('2025-01-01', '2028-01-01')).toThrow(RangeError);
    // A time given for a day.
    expect(() => isTradingDay(1_754_395_200_000_000)).toThrow(RangeError);
  });
});

describeWithRealData('trading calendar against the published list', ['b3-holidays/Brazil_B3.json'], (path) => {
  it('agrees on every day from 2008 to 2025', () => {
    const { holidays } = JSON.parse(readFileSync(path!, 'utf8')) as { holidays: string[] };
    const listed = new Set(holidays);
    const wrong: string[] = [];
    let days = 0;
    for (let day = FIRST; day <= dayNumberOf(2025, 12, 31); day += 1) {
      const weekday = dayOfWeek(day);
      const open = weekday !== 0 && weekday !== 6 && !listed.has(formatDay(day));
      if (isTradingDay(day) !== open) wrong.push(formatDay(day));
      days += 1;
    }
    expect(wrong).toEqual([]);
    expect(days).toBe(6575);
  });
});
