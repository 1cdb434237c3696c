import { describe, expect, it } from 'vitest';
import { NanosecondTime } from '../../../../src/adapters/datasets/text/nanosecond-time.ts';

function scan(text: string): readonly [number, number] | undefined {
  const time = new NanosecondTime();
  const bytes = new TextEncoder().encode(`,${text},`);
  return time.scan(bytes, 1, bytes.length - 1) ? [time.us, time.ns] : undefined;
}

describe('a time in nanoseconds', () => {
  it.each([
    ['1703541600180087113', 1703541600180087, 113],
    ['1703541600000000000', 1703541600000000, 0],
    ['2023-12-25T22:00:00.180087113Z', 1703541600180087, 113],
    ['2023-12-25T22:00:00.18Z', 1703541600180000, 0],
    ['2023-12-25T22:00:00Z', 1703541600000000, 0],
    ['2024-02-29T23:59:59.999999999Z', 1709251199999999, 999],
  ])('is read from %s to the last digit', (text, us, ns) => {
    expect(scan(text)).toEqual([us, ns]);
  });

  it.each([
    '',
    'Z',
    '1703541600180087',
    '170354160018008711x',
    '-1703541600180087113',
    '17035416001800871130',
    '2023-02-29T22:00:00Z',
    '0000-01-01T00:00:00Z',
    '2023-12-25 22:00:00Z',
    '2023-12-25T24:00:00Z',
    '2023-12-25T22:60:00Z',
    '2023-12-25T22:00:00.Z',
    '2023-12-25T22:00:00.1800871130Z',
    '2023-12-25T22:00:00.18x087113Z',
    '2023-12-25T22:00:00+00:00',
  ])('is not "%s"', (text) => {
    expect(scan(text)).toBeUndefined();
  });
});
