import { describe, expect, it } from 'vitest';
import { isTimeZone, ZoneDays } from '../../../src/adapters/datasets/zone-days.ts';
import { dayNumberOf } from '../../../src/core/market/civil-day.ts';
import { utcUsOf } from '../../../src/core/market/civil-time.ts';

const HOUR_US = 3_600_000_000;
const utc = (text: string): number => Date.parse(text) * 1000;

describe('the days of a time zone', () => {
  it('follow summer time in New York', () => {
    const zone = new ZoneDays('America/New_York');
    expect(zone.utcUs(dayNumberOf(2013, 10, 7), 4 * HOUR_US)).toBe(utc('2013-10-07T08:00:00Z'));
    expect(zone.utcUs(dayNumberOf(2013, 12, 2), 4 * HOUR_US)).toBe(utc('2013-12-02T09:00:00Z'));
    expect(zone.midnightUs(dayNumberOf(2013, 10, 7))).toBe(utc('2013-10-07T04:00:00Z'));
  });

  it('read a time that happens twice as its first, one that never happens as after the gap', () => {
    const zone = new ZoneDays('America/New_York');
    const autumn = dayNumberOf(2013, 11, 3);
    expect(zone.utcUs(autumn, 1.5 * HOUR_US)).toBe(utc('2013-11-03T05:30:00Z'));
    expect(zone.utcUs(autumn, 2 * HOUR_US)).toBe(utc('2013-11-03T07:00:00Z'));
    const spring = dayNumberOf(2013, 3, 10);
    expect(zone.utcUs(spring, 1.5 * HOUR_US)).toBe(utc('2013-03-10T06:30:00Z'));
    expect(zone.utcUs(spring, 2.5 * HOUR_US)).toBe(utc('2013-03-10T07:30:00Z'));
    expect(zone.utcUs(spring, 3 * HOUR_US)).toBe(utc('2013-03-10T07:00:00Z'));
  });

  it('of Sao Paulo are those of the calendar, old summers included', () => {
    const zone = new ZoneDays('America/Sao_Paulo');
    for (let day = dayNumberOf(2008, 1, 1); day < dayNumberOf(2021, 1, 1); day += 1) {
      for (const hour of [0, 9, 12, 18, 23]) expect(zone.utcUs(day, hour * HOUR_US)).toBe(utcUsOf(day, hour * HOUR_US));
    }
  });

  it.each([
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Kolkata',
    'UTC',
    '-03:30',
  ])('turn instants of %s into days and clocks and back', (timeZone) => {
    const zone = new ZoneDays(timeZone);
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    for (let us = utc('2023-01-01T00:30:00Z'); us < utc('2024-12-31T00:00:00Z'); us += 7 * HOUR_US) {
      const shown = Date.parse(`${clock.format(us / 1000).replace(' ', 'T')}Z`) * 1000;
      const day = zone.dayNumberAt(us);
      expect(day).toBe(Math.floor(shown / (24 * HOUR_US)));
      const back = zone.utcUs(day, shown - day * 24 * HOUR_US);
      // the second of two equal clocks comes back as the first
      expect([0, HOUR_US, HOUR_US / 2]).toContain(us - back);
    }
  });

  it('are known for IANA names and offsets only', () => {
    expect(['Europe/Berlin', 'UTC', '-03:00', '+05:30'].map(isTimeZone)).toEqual([true, true, true, true]);
    expect(['Mars/Olympus', '', '-15:00', '-03:75', 'BRT3'].map(isTimeZone)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
