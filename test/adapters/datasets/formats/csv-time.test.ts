import { describe, expect, it } from 'vitest';
import { CsvTime } from '../../../../src/adapters/datasets/formats/csv-time.ts';
import { parseTimeFormat } from '../../../../src/adapters/datasets/formats/csv-time-format.ts';
import { dayNumberOf } from '../../../../src/core/market/civil-day.ts';

function scan(format: string, text: string): CsvTime | undefined {
  const time = new CsvTime(format);
  const bytes = new TextEncoder().encode(text);
  return time.scan(bytes, 0, bytes.length) ? time : undefined;
}

const AUGUST_5 = dayNumberOf(2025, 8, 5);

describe('time formats', () => {
  it('read a date and a time in any arrangement', () => {
    const iso = scan('YYYY-MM-DD HH:mm:ss', '2025-08-05 13:31:00')!;
    expect([iso.dayNumber, iso.timeOfDayUs]).toEqual([AUGUST_5, 48_660_000_000]);
    expect(scan('HHmmssSSS', '090000004')!.timeOfDayUs).toBe(32_400_004_000);
    expect(scan('DD/MM/YY', '05/08/25')!.dayNumber).toBe(AUGUST_5);
    expect(scan('YYYYMMDD', '20250805')!.dayNumber).toBe(AUGUST_5);
    expect(scan("YYYY-MM-DD HH:mm 'SSMM'", '2025-08-05 13:31 SSMM')!.timeOfDayUs).toBe(48_660_000_000);
  });

  it('read a fraction after a mark to the microsecond, and its absence', () => {
    expect(scan('HH:mm:ss.SSS', '00:00:01.5')!.timeOfDayUs).toBe(1_500_000);
    expect(scan('HH:mm:ss.SSS', '00:00:01.123456000')!.timeOfDayUs).toBe(1_123_456);
    expect(scan('HH:mm:ss.SSS', '00:00:01')!.timeOfDayUs).toBe(1_000_000);
    expect(scan('HH:mm:ss.SSSZ', '00:00:01+00:00')!.timeOfDayUs).toBe(1_000_000);
  });

  it('keep nanoseconds with seven or more places, and refuse to lose them with fewer', () => {
    const time = scan('HH:mm:ss.SSSSSSSSS', '15:30:00.072423823')!;
    expect([time.timeOfDayUs, time.nanoseconds, time.keepsNanoseconds]).toEqual([55_800_072_423, 823, true]);
    expect(scan('HH:mm:ss.SSSSSS', '15:30:00.072423823')).toBeUndefined();
    expect(new CsvTime('HH:mm:ss.SSSSSS').keepsNanoseconds).toBe(false);
  });

  it('read offsets in every usual form', () => {
    const offsets = ['Z', '+00:00', '-03:00', '-0300', '-03', '+05:30'].map(
      (offset) => scan('HH:mm:ssZ', `09:00:00${offset}`)!.offsetMinutes,
    );
    expect(offsets).toEqual([0, 0, -180, -180, -180, 330]);
    expect(scan('HH:mm:ss', '09:00:00')!.offsetMinutes).toBeNaN();
  });

  it('read instants in their unit, nanoseconds exactly', () => {
    expect(scan('epochSeconds', '1585839789')!.utcUs).toBe(1_585_839_789_000_000);
    expect(scan('epochSeconds', '1585839789.5')!.utcUs).toBe(1_585_839_789_500_000);
    expect(scan('epochMillis', '1585839789658')!.utcUs).toBe(1_585_839_789_658_000);
    expect(scan('epochMicros', '1585839789658001')!.utcUs).toBe(1_585_839_789_658_001);
    const nanos = scan('epochNanos', '1585839789658001999')!;
    expect([nanos.utcUs, nanos.nanoseconds]).toEqual([1_585_839_789_658_001, 999]);
  });

  it('read numbers since midnight, within the day', () => {
    expect(scan('millisOfDay', '14400152')!.timeOfDayUs).toBe(14_400_152_000);
    expect(scan('secondsOfDay', '34200.004241176')).toBeUndefined();
    const nanos = scan('nanosOfDay', '34200004241176')!;
    expect([nanos.timeOfDayUs, nanos.nanoseconds]).toEqual([34_200_004_241, 176]);
    expect(scan('millisOfDay', '86400000')).toBeUndefined();
  });

  it.each([
    ['YYYY-MM-DD', '2025/08/05'],
    ['YYYY-MM-DD', '2025-08-5'],
    ['YYYY-MM-DD', '2025-08-05 '],
    ['YYYY-MM-DD', '2025-02-29'],
    ['YYYY-MM-DD', '1999-08-05'],
    ['HH:mm', '24:00'],
    ['HH:mm', '09:60'],
    ['HH:mm:ss', '09:00:60'],
    ['HH:mm:ss.SSS', '00:00:01.'],
    ['HH:mm:ss.SSS', '00:00:01.1234567891'],
    ['HHmmssSSS', '09000004'],
    ['HH:mm:ssZ', '09:00:00'],
    ['HH:mm:ssZ', '09:00:00+3'],
    ['HH:mm:ssZ', '09:00:00+15:00'],
    ['HH:mm:ssZ', '09:00:00-03:'],
    ['HH:mm:ssZ', '09:00:00-03:75'],
    ['epochMillis', '15858x'],
    ['epochMillis', '-1585839789658'],
    ['epochMillis', '1585839789658.'],
    ['epochNanos', '1585839789658001999.5'],
    ['epochMicros', '1585839789658001.5'],
    ['epochMillis', ''],
  ])('refuse what does not follow %s: %s', (format, text) => {
    expect(scan(format, text)).toBeUndefined();
  });

  it.each([
    ['hello', 'no time format'],
    ['YYYY-MM', 'part of a date'],
    ['YYYY-MM-DD DD', 'twice'],
    ['mm:ss', 'no hour'],
    ['HH:mm.SSS', 'without seconds'],
    ['HH:mm:ss.SSSSSSSSSS', 'nine digits'],
  ])('are refused themselves when they make no sense: %s', (format, why) => {
    expect(parseTimeFormat(format)).toContain(why);
  });
});
