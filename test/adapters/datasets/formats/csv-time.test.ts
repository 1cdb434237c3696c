import { describe, expect, it } from 'vitest';
import { CsvTime } from '../../../../src/adapters/datasets/formats/csv-time.ts';

function scan(format: string, text: string): CsvTime | undefined {
  const time = new CsvTime(format, 'test');
  const bytes = new TextEncoder().encode(text);
  return time.scan(bytes, 0, bytes.length) ? time : undefined;
}

describe('time formats', () => {
  it('read a date and a time in any arrangement', () => {
    const iso = scan('YYYY-MM-DD HH:mm:ss', '2025-08-05 13:31:00')!;
    expect([iso.packedDay, iso.timeOfDayUs]).toEqual([20250805, 48_660_000_000]);
    const packed = scan('HHmmssSSS', '090000004')!;
    expect(packed.timeOfDayUs).toBe(32_400_004_000);
    expect(scan('DD/MM/YY', '05/08/25')!.packedDay).toBe(20250805);
  });

  it('read a fraction of any length to the microsecond, and its absence', () => {
    expect(scan('HH:mm:ss.SSS', '00:00:01.5')!.timeOfDayUs).toBe(1_500_000);
    expect(scan('HH:mm:ss.SSS', '00:00:01.123456789')!.timeOfDayUs).toBe(1_123_456);
    expect(scan('HH:mm:ss.SSS', '00:00:01')!.timeOfDayUs).toBe(1_000_000);
  });

  it('read instants in their unit, nanoseconds without loss of the microsecond', () => {
    expect(scan('epochSeconds', '1585839789')!.utcUs).toBe(1_585_839_789_000_000);
    expect(scan('epochMillis', '1585839789658')!.utcUs).toBe(1_585_839_789_658_000);
    expect(scan('epochMicros', '1585839789658001')!.utcUs).toBe(1_585_839_789_658_001);
    expect(scan('epochNanos', '1585839789658001999')!.utcUs).toBe(1_585_839_789_658_001);
  });

  it.each([
    ['YYYY-MM-DD', '2025/08/05'],
    ['YYYY-MM-DD', '2025-08-5'],
    ['YYYY-MM-DD', '2025-08-05 '],
    ['HH:mm', '24:00'],
    ['HH:mm:ss.SSS', '00:00:01.'],
    ['epochMillis', '15858x'],
  ])('refuse what does not follow %s', (format, text) => {
    expect(scan(format, text)).toBeUndefined();
  });

  it('are refused themselves when they have no field', () => {
    expect(() => new CsvTime('hello', 'my-mapping')).toThrow(/my-mapping.*hello/);
  });
});
