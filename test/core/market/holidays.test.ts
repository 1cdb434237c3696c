import { describe, expect, it } from 'vitest';
import { formatDay } from '../../../src/core/market/civil-day.ts';
import { holidaysOf } from '../../../src/core/market/holidays.ts';

function daysOf(year: number): string[] {
  return holidaysOf(year).map((holiday) => formatDay(holiday.dayNumber));
}

describe('holidays', () => {
  it('lists a year in ascending order with a name for each', () => {
    for (let year = 2008; year <= 2027; year += 1) {
      const days = daysOf(year);
      expect(days).toEqual([...days].sort());
      expect(holidaysOf(year).every((holiday) => holiday.name.length > 0)).toBe(true);
    }
  });

  it('counts city holidays until 2021 and not after', () => {
    expect(daysOf(2021)).toEqual(expect.arrayContaining(['2021-01-25', '2021-07-09', '2021-11-20']));
    for (const day of ['2022-01-25', '2022-07-09', '2022-11-20']) expect(daysOf(2022)).not.toContain(day);
  });

  it('leaves out the city holidays that were moved in 2020', () => {
    expect(daysOf(2020)).toContain('2020-01-25');
    expect(daysOf(2020)).not.toContain('2020-07-09');
    expect(daysOf(2020)).not.toContain('2020-11-20');
  });

  it('counts 20 November as national from 2024', () => {
    expect(daysOf(2023)).not.toContain('2023-11-20');
    expect(daysOf(2024)).toContain('2024-11-20');
  });

  it('closes on the last weekday of the year when it ends on a weekend', () => {
    expect(daysOf(2016)).toContain('2016-12-30');
    expect(daysOf(2023)).toContain('2023-12-29');
    expect(daysOf(2025)).toContain('2025-12-31');
  });

  it('gives the weekdays of 2026', () => {
    expect(daysOf(2026)).toEqual([
      '2026-01-01',
      '2026-02-16',
      '2026-02-17',
      '2026-04-03',
      '2026-04-21',
      '2026-05-01',
      '2026-06-04',
      '2026-09-07',
      '2026-10-12',
      '2026-11-02',
      '2026-11-15',
      '2026-11-20',
      '2026-12-24',
      '2026-12-25',
      '2026-12-31',
    ]);
  });
});
