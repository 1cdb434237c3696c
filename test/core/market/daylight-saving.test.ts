import { describe, expect, it } from 'vitest';
import { dayNumberOf, formatDay, parseDay } from '../../../src/core/market/civil-day.ts';
import { brazilianSummerEnd, brazilianSummerStart, isUsSummerTime } from '../../../src/core/market/daylight-saving.ts';

describe('daylight saving', () => {
  it('ends the Brazilian summer a week later when the third Sunday of February is carnival', () => {
    expect([2012, 2013, 2014, 2015, 2016].map((year) => formatDay(brazilianSummerEnd(year)))).toEqual([
      '2012-02-26',
      '2013-02-17',
      '2014-02-16',
      '2015-02-22',
      '2016-02-21',
    ]);
  });

  it('starts the Brazilian summer in October, and in November in 2018', () => {
    expect([2007, 2008, 2017, 2018].map((year) => formatDay(brazilianSummerStart(year)))).toEqual([
      '2007-10-14',
      '2008-10-19',
      '2017-10-15',
      '2018-11-04',
    ]);
  });

  it('agrees with the platform on the United States at noon of every day from 2007 to 2027', () => {
    const hour = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', hour: '2-digit', hourCycle: 'h23' });
    const wrong: string[] = [];
    for (let day = dayNumberOf(2007, 1, 1); day <= dayNumberOf(2027, 12, 31); day += 1) {
      const summer = hour.format(day * 86_400_000 + 16 * 3_600_000) === '12';
      if (isUsSummerTime(day) !== summer) wrong.push(formatDay(day));
    }
    expect(wrong).toEqual([]);
  });

  it('refuses days before the rule of the United States', () => {
    expect(() => isUsSummerTime(parseDay('2006-12-31')!)).toThrow(RangeError);
  });
});
