// What is known of B3's contracts and sessions from 2015 to 2027, against the calendar, by ways that do not use it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type DayOfWeek,
  dayNumberOf,
  dayOfWeek,
  formatDay,
  nthWeekdayOf,
} from '../../../../src/core/market/civil-day.ts';
import { formatLocalTime } from '../../../../src/core/market/civil-time.ts';
import { calendarSchedule } from '../../../../src/core/market/continuous/roll-schedule.ts';
import { contractFor, expiryDay, lastTradingDay, rollDay } from '../../../../src/core/market/contract.ts';
import type { Root } from '../../../../src/core/market/instrument.ts';
import { sessionOf } from '../../../../src/core/market/session.ts';
import { closureOf } from '../../../../src/core/market/trading-calendar.ts';
import { describeWithRealData } from '../../../support/real-data.ts';

describeWithRealData('rolls and expiries of 2015 to 2025', ['b3-holidays/Brazil_B3.json'], (path) => {
  const { holidays } = JSON.parse(readFileSync(path!, 'utf8')) as { holidays: readonly string[] };
  const closed = new Set(holidays);
  const isOpen = (day: number): boolean => ![0, 6].includes(dayOfWeek(day)) && !closed.has(formatDay(day));
  const step = (day: number, by: 1 | -1): number => (isOpen(day) ? day : step(day + by, by));

  it('of the dollar fall on the last business day of the month and the first of the next', () => {
    let months = 0;
    for (let year = 2015; year <= 2025; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        const first = dayNumberOf(year, month, 1);
        for (const root of ['WDO', 'DOL'] as const) {
          const contract = contractFor(root, year, month);
          expect(expiryDay(contract), contract.symbol).toBe(step(first, 1));
          expect(lastTradingDay(contract), contract.symbol).toBe(step(first - 1, -1));
          expect(rollDay(contract), contract.symbol).toBe(step(first - 1, -1));
        }
        months += 1;
      }
    }
    expect(months).toBe(132);
  });

  it('of the index fall on the Wednesday nearest the fifteenth, or on the next business day', () => {
    for (let year = 2015; year <= 2025; year += 1) {
      for (let month = 2; month <= 12; month += 2) {
        const wednesdays = [1, 2, 3, 4].map((n) => nthWeekdayOf(year, month, 3 as DayOfWeek, n));
        const middle = dayNumberOf(year, month, 15);
        const nearest = wednesdays.reduce((a, b) => (Math.abs(a - middle) <= Math.abs(b - middle) ? a : b));
        const contract = contractFor('WIN', year, month);
        expect(expiryDay(contract), contract.symbol).toBe(step(nearest, 1));
        expect(lastTradingDay(contract), contract.symbol).toBe(step(nearest, 1));
      }
    }
  });
});

describe('rolls of 2026 and 2027', () => {
  it('of the dollar are these days', () => {
    const { rolls } = calendarSchedule('WDO', '2026-01-02', '2027-12-30');
    const days = rolls.map(({ day, to }) => `${day} ${to}`);
    expect(days.slice(0, 12)).toEqual([
      '2026-01-30 WDOH26',
      '2026-02-27 WDOJ26',
      '2026-03-31 WDOK26',
      '2026-04-30 WDOM26',
      '2026-05-29 WDON26',
      '2026-06-30 WDOQ26',
      '2026-07-31 WDOU26',
      '2026-08-31 WDOV26',
      '2026-09-30 WDOX26',
      '2026-10-30 WDOZ26',
      '2026-11-30 WDOF27',
      '2026-12-30 WDOG27',
    ]);
    expect(days.slice(12)).toEqual([
      '2027-01-29 WDOH27',
      '2027-02-26 WDOJ27',
      '2027-03-31 WDOK27',
      '2027-04-30 WDOM27',
      '2027-05-31 WDON27',
      '2027-06-30 WDOQ27',
      '2027-07-30 WDOU27',
      '2027-08-31 WDOV27',
      '2027-09-30 WDOX27',
      '2027-10-29 WDOZ27',
      '2027-11-30 WDOF28',
      '2027-12-30 WDOG28',
    ]);
  });

  it('of the index are these days', () => {
    const { rolls } = calendarSchedule('WIN', '2026-01-02', '2027-12-30');
    const days = ['2026-02-18', '2026-04-15', '2026-06-17', '2026-08-12', '2026-10-14', '2026-12-16'];
    days.push('2027-02-17', '2027-04-14', '2027-06-16', '2027-08-18', '2027-10-13', '2027-12-15');
    expect(rolls.map(({ day }) => day)).toEqual(days);
  });

  it('have the holidays between them that the rules give', () => {
    const closures = (from: number, to: number) => {
      const days: string[] = [];
      for (let day = from; day <= to; day += 1) {
        const why = closureOf(day);
        if (why !== undefined && why !== 'Weekend' && ![0, 6].includes(dayOfWeek(day)))
          days.push(formatDay(day).slice(5));
      }
      return days.join(' ');
    };
    expect(closures(dayNumberOf(2026, 1, 1), dayNumberOf(2026, 12, 31))).toBe(
      '01-01 02-16 02-17 04-03 04-21 05-01 06-04 09-07 10-12 11-02 11-20 12-24 12-25 12-31',
    );
    expect(closures(dayNumberOf(2027, 1, 1), dayNumberOf(2027, 12, 31))).toBe(
      '01-01 02-08 02-09 03-26 04-21 05-27 09-07 10-12 11-02 11-15 12-24 12-31',
    );
  });
});

describe('sessions', () => {
  const hours = (root: Root, day: string): string => {
    const { openUs, closeUs, closingCallEndUs } = sessionOf(root, day)!;
    const times = closingCallEndUs === undefined ? [openUs, closeUs] : [openUs, closeUs, closingCallEndUs];
    return times.map((timeUs) => formatLocalTime(timeUs).slice(11, 16)).join(' ');
  };

  it.each([
    ['2015-01-05', '09:00 18:00', 'Brazilian summer, before it mattered'],
    ['2015-07-06', '09:00 18:00', 'winter'],
    ['2016-10-14', '09:00 18:00', 'the last day before the summer of 2016'],
    ['2016-10-17', '09:00 18:15', 'Brazilian summer'],
    ['2017-07-10', '09:00 18:00', 'summer of the United States'],
    ['2018-02-14', '13:00 18:15', 'Ash Wednesday'],
    ['2018-03-09', '09:00 18:15', 'neither has summer time'],
    ['2018-03-12', '09:00 18:00', 'summer of the United States'],
    ['2018-11-01', '09:00 19:00', 'one day'],
    ['2019-12-10', '09:00 18:15', 'winter of the United States'],
    ['2020-03-06', '09:00 18:15', 'the last day of the quarter past'],
    ['2020-03-09', '09:00 18:00', 'summer of the United States'],
    ['2020-11-03', '09:00 18:30', 'winter of the United States'],
    ['2021-11-05', '09:00 18:00', 'summer of the United States'],
    ['2021-11-08', '09:00 18:30', 'winter of the United States'],
    ['2022-01-14', '09:00 18:30', 'winter of the United States'],
    ['2024-06-03', '09:00 18:30', 'all year'],
    ['2024-12-02', '09:00 18:30', 'all year'],
    ['2025-08-05', '09:00 18:30', 'all year'],
    ['2026-02-18', '13:00 18:30', 'Ash Wednesday'],
    ['2027-07-05', '09:00 18:30', 'all year'],
  ])('of the dollar on %s are %s: %s', (day, expected) => {
    expect(hours('WDO', day)).toBe(expected);
    expect(hours('DOL', day)).toBe(expected);
  });

  it.each([
    ['2021-11-05', '09:00 17:55 18:00'],
    ['2021-11-08', '09:00 18:25 18:30'],
    ['2022-01-19', '09:00 18:25 18:30'],
    ['2026-07-06', '09:00 18:25 18:30'],
  ])('of the index on %s are %s, with the closing call', (day, expected) => {
    expect(hours('WIN', day)).toBe(expected);
  });

  it('are a session on every trading day of 2015 to 2027 and on no other', () => {
    for (let day = dayNumberOf(2015, 1, 1); day <= dayNumberOf(2027, 12, 31); day += 1) {
      const session = sessionOf('WDO', day);
      expect(session === undefined).toBe(closureOf(day) !== undefined);
      if (session === undefined) continue;
      const { preOpenUs, openUs, closeUs } = session;
      expect(preOpenUs < openUs && openUs < closeUs && closeUs - openUs <= 10 * 3600e6).toBe(true);
    }
  });
});
