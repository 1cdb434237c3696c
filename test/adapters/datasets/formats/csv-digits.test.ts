import { describe, expect, it } from 'vitest';
import { leadingCodeOf, wholeNumberOf } from '../../../../src/adapters/datasets/formats/csv-digits.ts';
import { DECIMAL_COMMA, DECIMAL_POINT } from '../../../../src/adapters/datasets/text/field-scan.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const whole = (text: string, radix: 10 | 16 = 10, style = DECIMAL_POINT): number =>
  wholeNumberOf(bytesOf(text), 0, text.length, radix, style);
const code = (text: string): number => leadingCodeOf(bytesOf(text), 0, text.length, DECIMAL_POINT);

describe('a whole number', () => {
  it('is read with every digit up to 2^53 - 1', () => {
    expect(['0', ' 42 ', '9007199254740991', '4.0', '1e3'].map((text) => whole(text))).toEqual([
      0, 42, 9_007_199_254_740_991, 4, 1000,
    ]);
    expect(whole('1.024', 10, DECIMAL_COMMA)).toBe(1024);
    expect(whole('20004a00', 16)).toBe(0x20004a00);
  });

  it.each(['', '-1', '1.5', '9007199254740992', '12345678901234567890', '4.00000000000000001', '1 2', '0x10', 'x'])(
    'is not "%s"',
    (text) => {
      expect(whole(text)).toBeNaN();
    },
  );

  it('in hexadecimal digits has nothing but them', () => {
    expect(['', '20x', '-1', '1.0', 'ffffffffffffffff'].map((text) => whole(text, 16))).toEqual(
      Array(5).fill(Number.NaN),
    );
  });
});

describe('the code of a broker', () => {
  it('is what the field begins with, 0 where that is no digit', () => {
    expect(['85 - BTG', '85-BTG', '85', ' 3: Casa', '85.0', 'XP', ''].map(code)).toEqual([85, 85, 85, 3, 85, 0, 0]);
  });

  it('is none where the digits run on into something else', () => {
    expect(['85x', '8,5', '85.5'].map(code)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
