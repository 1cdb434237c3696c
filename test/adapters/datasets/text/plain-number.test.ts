import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanPlainInteger, scanPlainNumber } from '../../../../src/adapters/datasets/text/plain-number.ts';

const SEED = 20250805;
const COMMA = ','.charCodeAt(0);
const number = (text: string): number => {
  const bytes = new TextEncoder().encode(`9${text}9`);
  return scanPlainNumber(bytes, 1, bytes.length - 1, COMMA);
};
const integer = (text: string): number => {
  const bytes = new TextEncoder().encode(`9${text}9`);
  return scanPlainInteger(bytes, 1, bytes.length - 1);
};

describe('plain numbers', () => {
  it('are exactly what the language reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), fc.integer({ min: 0, max: 9 }), (whole, places) => {
        const text = (whole / 10 ** places).toFixed(places);
        fc.pre(text.replace(/\D/g, '').length <= 15);
        expect(number(text.replace('.', ','))).toBe(Number(text) + 0);
      }),
      { seed: SEED },
    );
  });

  it.each([
    '',
    '-',
    ',5',
    '5,',
    '5.5',
    '+5',
    ' 5',
    '5 ',
    '1e3',
    '5,5,5',
    '--5',
    '0x5',
    '5-',
    '9007199254740993',
    '0,1234567890123456',
  ])('"%s" is none', (text) => expect(number(text)).toBeNaN());

  it('may have leading zeros and a minus sign, and zero has no sign', () => {
    expect(number('000000000005421,500000')).toBe(5421.5);
    expect(number('-12,25')).toBe(-12.25);
    expect(Object.is(number('-0,0'), 0)).toBe(true);
  });
});

describe('plain integers', () => {
  it.each([
    ['0', 0],
    ['000900', 900],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', -1],
    ['', -1],
    ['-1', -1],
    ['1.0', -1],
    ['1 ', -1],
  ])('"%s" gives %d', (text, expected) => expect(integer(text)).toBe(expected));
});
