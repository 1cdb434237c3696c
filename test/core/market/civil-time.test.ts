import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumberOf } from '../../../src/core/market/civil-day.ts';
import {
  dayNumberAt,
  formatLocalTime,
  isoDay,
  localToUtcUs,
  minuteOfDayAt,
  packedDateAt,
  timeOfDayUsAt,
  US_PER_DAY,
  US_PER_HOUR,
  utcOffsetMinutesAt,
  utcUsOf,
  utcUsToLocal,
} from '../../../src/core/market/civil-time.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const FIRST_US = localToUtcUs(2008, 1, 1);
const END_US = localToUtcUs(2028, 1, 1);

describe('civil time', () => {
  it('agrees with the time zone database at every hour of 2008 to 2027, and a microsecond before it', () => {
    const wall = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/Sao_Paulo',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const wrong: string[] = [];
    let previousOffset = utcOffsetMinutesAt(FIRST_US);
    for (let utcUs = FIRST_US; utcUs < END_US; utcUs += US_PER_HOUR) {
      const expected = wall.format(utcUs / 1000);
      if (formatLocalTime(utcUs) !== `${expected}.000000`) wrong.push(expected);
      if (utcUs > FIRST_US && utcOffsetMinutesAt(utcUs - 1) !== previousOffset) wrong.push(`before ${expected}`);
      previousOffset = utcOffsetMinutesAt(utcUs);
    }
    expect(wrong).toEqual([]);
  });

  it('comes back to the same microsecond through local time, except in the repeated hour', () => {
    const times = fc.integer({ min: FIRST_US, max: END_US - 1 });
    fc.assert(
      fc.property(times, (utcUs) => {
        const at = utcUsToLocal(utcUs);
        const back = localToUtcUs(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond);
        const repeated = at.hour === 23 && utcOffsetMinutesAt(utcUs - US_PER_HOUR) !== at.offsetMinutes;
        expect(back).toBe(repeated ? utcUs - US_PER_HOUR : utcUs);
        expect(utcUsOf(dayNumberAt(utcUs), timeOfDayUsAt(utcUs))).toBe(back);
        expect(minuteOfDayAt(utcUs)).toBe(at.hour * 60 + at.minute);
        expect(packedDateAt(utcUs)).toBe(at.year * 10_000 + at.month * 100 + at.day);
      }),
      { seed: 20_190_217, numRuns: propertyRuns(3000) },
    );
  });

  it('reads a repeated wall clock as its first occurrence', () => {
    const first = localToUtcUs(2019, 2, 16, 23, 30);
    expect(utcUsToLocal(first).offsetMinutes).toBe(-120);
    expect(formatLocalTime(first + US_PER_HOUR)).toBe('2019-02-16 23:30:00.000000');
    expect(utcUsToLocal(first + US_PER_HOUR).offsetMinutes).toBe(-180);
  });

  it('reads a wall clock that was skipped as an hour later', () => {
    expect(formatLocalTime(localToUtcUs(2018, 11, 4, 0, 30))).toBe('2018-11-04 01:30:00.000000');
    expect(localToUtcUs(2018, 11, 4, 0)).toBe(localToUtcUs(2018, 11, 4, 1));
  });

  it('names the local day, not the UTC one', () => {
    const lateEvening = localToUtcUs(2025, 8, 5, 23, 59, 59, 999_999);
    expect(isoDay(lateEvening)).toBe('2025-08-05');
    expect(isoDay(lateEvening + 1)).toBe('2025-08-06');
    expect(localToUtcUs(2025, 8, 5, 9)).toBe(Date.UTC(2025, 7, 5, 12) * 1000);
    expect(localToUtcUs(2018, 1, 2, 9)).toBe(Date.UTC(2018, 0, 2, 11) * 1000);
  });

  it('keeps -03:00 in the years after the summers were abolished', () => {
    for (let year = 2019; year < 2100; year += 1) expect(utcOffsetMinutesAt(localToUtcUs(year, 12, 31))).toBe(-180);
  });

  it('refuses times in another unit, out of range or with a fraction', () => {
    const utcUs = localToUtcUs(2025, 8, 5, 9);
    for (const wrong of [utcUs * 1000, utcUs / 1000, utcUs + 0.5, Number.NaN, FIRST_US - 1, -1]) {
      expect(() => utcOffsetMinutesAt(wrong)).toThrow(RangeError);
    }
    expect(() => isoDay(utcUs / 1000)).toThrow('is not in 2008 to 2099');
  });

  it('refuses wall clocks that do not exist', () => {
    expect(() => localToUtcUs(2025, 2, 29)).toThrow(RangeError);
    expect(() => localToUtcUs(2025, 2, 28, 24)).toThrow(RangeError);
    expect(() => localToUtcUs(2025, 2, 28, 9, 60)).toThrow(RangeError);
    expect(() => localToUtcUs(2025, 2, 28, 9, 0, 60)).toThrow(RangeError);
    expect(() => localToUtcUs(2025, 2, 28, 9, 0, 0, 1_000_000)).toThrow(RangeError);
    expect(() => localToUtcUs(2007, 12, 31)).toThrow('2007-12-31');
    expect(() => utcUsOf(dayNumberOf(2025, 1, 1), US_PER_DAY)).toThrow(RangeError);
    expect(() => utcUsOf('2100-01-01', 0)).toThrow(RangeError);
  });
});
