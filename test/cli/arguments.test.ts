// Texts of options as people type them: amounts that keep four decimals exactly, and those that are refused.
import { describe, expect, it } from 'vitest';
import { amountBrl, amountOrZeroBrl, positive } from '../../src/cli/arguments.ts';
import { brlToE4 } from '../../src/core/account/money.ts';

describe('an amount in BRL', () => {
  it.each([
    ['50000', 50_000],
    ['0.0001', 0.0001],
    ['50000.1234', 50_000.1234],
    ['1000000000', 1e9],
  ])('is %s', (text, value) => {
    expect(amountBrl(text)).toBe(value);
  });

  it.each([
    '0',
    '0.00',
    '-1',
    '50000.12345',
    '1e5',
    '1e300',
    '1000000000.01',
    '50.000,00',
    'much',
    '',
    ' ',
    'NaN',
    '0x10',
  ])('is not %j', (text) => {
    expect(() => amountBrl(text)).toThrow(/amount in BRL/);
  });

  it('may be zero for fees', () => {
    expect(amountOrZeroBrl('0')).toBe(0);
    expect(() => amountOrZeroBrl('-0.1')).toThrow(/at most 4 decimals/);
  });

  it('is exact money whatever its four decimals are, up to the largest', () => {
    for (let e4 = 0; e4 < 10_000; e4 += 7) {
      const text = `999999999.${String(e4).padStart(4, '0')}`;
      expect(brlToE4(amountBrl(text))).toBe(9_999_999_990_000 + e4);
    }
  });
});

describe('a factor', () => {
  it('may have an exponent', () => {
    expect(positive('1e3')).toBe(1000);
  });
});
