import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DECIMAL_COMMA,
  DECIMAL_POINT,
  type DecimalStyle,
  emptyFields,
  scanDayFirstDate,
  scanNumber,
  scanTimeOfDayUs,
  scanWhole,
  scanYearFirstDate,
  splitFields,
} from '../../../../src/adapters/datasets/text/field-scan.ts';

const SEED = 20250805;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const scan = (text: string, style: DecimalStyle = DECIMAL_POINT): number => {
  const bytes = bytesOf(`x${text}x`);
  return scanNumber(bytes, 1, bytes.length - 1, style);
};

describe('scanning numbers', () => {
  it('gives exactly what the language reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), fc.integer({ min: 0, max: 12 }), (whole, places) => {
        const text = (whole / 10 ** places).toFixed(places);
        expect(scan(text)).toBe(Number(text));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it.each([
    ['5.553,500', 5553.5],
    ['64.209.120,00', 64209120],
    ['1.156', 1156],
    ['12', 12],
    ['0,5', 0.5],
  ])('reads %s with a decimal comma and grouped thousands', (text, value) => {
    expect(scan(text, DECIMAL_COMMA)).toBe(value);
  });

  it.each(['', ' ', '-', '.', '1.', '1..2', '1,5', 'abc', '5x', '1 2', '--1', '1e', '1.e3', '1e999'])(
    'refuses "%s"',
    (text) => {
      expect(scan(text)).toBeNaN();
    },
  );

  it.each(['5.55,5', '55.5', '1.2345', '1,5.000', '5.553.', '5553.500', '0.500', '.500', '1.15e6', '5e3'])(
    'refuses "%s" with a decimal comma',
    (text) => {
      expect(scan(text, DECIMAL_COMMA)).toBeNaN();
    },
  );

  it('reads long mantissas and exponents as the language does', () => {
    expect(scan('34.230000000000004')).toBe(34.230000000000004);
    expect(scan('1.5e3')).toBe(1500);
    expect(scan(' 5.5 ')).toBe(5.5);
  });
});

describe('numbers at the edges', () => {
  it.each(['1e5\t', '1e5\u000b', '1e5e', '1e5.0', '1e400', '1e-400', '5.e1', 'e5', '-e5', `0.${'0'.repeat(400)}1`])(
    'refuse %j',
    (text) => {
      expect(scan(text)).toBeNaN();
    },
  );

  it.each([
    ['0e5', 0],
    ['0.000e2', 0],
    ['-0', 0],
    ['-0.000', 0],
    ['1e5 ', 100_000],
    ['.5e1', 5],
    ['0.00000000000000000000001', 1e-23],
    [`0.${'0'.repeat(30)}`, 0],
  ])('are %s', (text, value) => {
    expect(Object.is(scan(text), value)).toBe(true);
  });
});

describe('scanning whole numbers', () => {
  const whole = (text: string, style: DecimalStyle = DECIMAL_POINT): number => {
    const bytes = bytesOf(text);
    return scanWhole(bytes, 0, bytes.length, style);
  };

  it('takes up to fifteen digits, with nothing but zeros behind the mark', () => {
    expect([whole('25'), whole('25.00'), whole('1e3'), whole(' 007 ')]).toEqual([25, 25, 1000, 7]);
    expect([whole('1.156', DECIMAL_COMMA), whole('999999999999999')]).toEqual([1156, 999_999_999_999_999]);
  });

  it.each(['2.5', '2.0000000000000001', '1.9999999999999999999', '1000000000000001', '9007199254740993', '', 'x'])(
    'refuses %j, which is none or may have been rounded',
    (text) => {
      expect(whole(text)).toBeNaN();
    },
  );
});

describe('scanning dates and times', () => {
  it('reads both orders of a date and refuses others', () => {
    expect(scanYearFirstDate(bytesOf('2020.04.02'), 0, 10)).toBe(20200402);
    expect(scanDayFirstDate(bytesOf('02/04/2020'), 0, 10)).toBe(20200402);
    expect(scanYearFirstDate(bytesOf('2020.04-02'), 0, 10)).toBe(-1);
    expect(scanYearFirstDate(bytesOf('02/04/2020'), 0, 10)).toBe(-1);
  });

  it('reads a time of day to the microsecond', () => {
    const time = (text: string): number => scanTimeOfDayUs(bytesOf(text), 0, text.length);
    expect(time('09:03')).toBe(32_580_000_000);
    expect(time('09:03:09')).toBe(32_589_000_000);
    expect(time('09:03:09.658')).toBe(32_589_658_000);
    expect(time('09:03:09.000001')).toBe(32_589_000_001);
    for (const wrong of ['24:00:00', '09:60:00', '09:03:60', '9:03:09', '09-03-09', '09:03:09.', '']) {
      expect(time(wrong)).toBeNaN();
    }
  });
});

describe('splitting a line', () => {
  const split = (line: string, delimiter = ','): string[] => {
    const bytes = bytesOf(line);
    const fields = emptyFields();
    splitFields(bytes, 0, bytes.length, delimiter.charCodeAt(0), fields);
    const decoder = new TextDecoder();
    return Array.from({ length: fields.count }, (_, k) =>
      decoder.decode(bytes.subarray(fields.starts[k], fields.ends[k])),
    );
  };

  it('keeps empty fields and those at the ends', () => {
    expect(split(',a,,b,')).toEqual(['', 'a', '', 'b', '']);
    expect(split('a')).toEqual(['a']);
  });

  it('takes quotes off and keeps a delimiter inside them', () => {
    expect(split('"a,b",c,"",d"e')).toEqual(['a,b', 'c', '', 'd"e']);
  });
});
