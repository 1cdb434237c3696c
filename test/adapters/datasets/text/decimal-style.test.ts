import { describe, expect, it } from 'vitest';
import { decimalStyleOf } from '../../../../src/adapters/datasets/text/decimal-style.ts';
import { COMMA, DECIMAL_COMMA, DECIMAL_POINT, POINT } from '../../../../src/adapters/datasets/text/field-scan.ts';

const COMMA_THOUSANDS = { decimal: POINT, thousands: COMMA };

describe('the way numbers are written', () => {
  it.each([
    [['5.553,500'], DECIMAL_COMMA],
    [['1.156', '0,5'], DECIMAL_COMMA],
    [['64.209.120'], DECIMAL_COMMA],
    [['5454.500'], DECIMAL_POINT],
    [['0.500', '5.454'], DECIMAL_POINT],
    [['5,553.50', '1,156'], COMMA_THOUSANDS],
    [['64,209,120'], COMMA_THOUSANDS],
    [['5.454', '5454', '', 'x'], undefined],
  ])('shows in numbers that have one form only: %j', (numbers, style) => {
    expect(decimalStyleOf(numbers)).toEqual(style);
  });

  it('is that of most of them, wherever a damaged one stands', () => {
    const good = ['5454.500', '5455.000', '5452.5'];
    for (const damaged of ['5.454.500', '5,454.5', '5454,500', '5..4', '1.2.3,4']) {
      expect(decimalStyleOf([damaged, ...good])).toEqual(DECIMAL_POINT);
      expect(decimalStyleOf([...good, damaged])).toEqual(DECIMAL_POINT);
    }
  });
});
