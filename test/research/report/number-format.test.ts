// Checks how numbers are shown: separators, signs, cents, absent figures, durations and local times.
import { describe, expect, it } from 'vitest';
import {
  brl,
  decimal,
  duration,
  integer,
  localTime,
  percent,
  points,
} from '../../../src/research/report/number-format.ts';
import { NINE_US } from './a-trade.ts';

describe('numbers for people', () => {
  it('have thousands separators and a real minus', () => {
    expect([integer(1_234_567), integer(-1000), integer(999)]).toEqual(['1,234,567', '−1,000', '999']);
    expect(decimal(-1234.567, 2)).toBe('−1,234.57');
  });

  it('have no sign when they round to zero', () => {
    expect([decimal(-0.001, 2), brl(-49), percent(-0.00001)]).toEqual(['0.00', 'R$ 0.00', '0.0 %']);
  });

  it('give money in reais and cents, half a cent away from zero', () => {
    expect([brl(12_345_600), brl(-50), brl(150)]).toEqual(['R$ 1,234.56', '−R$ 0.01', 'R$ 0.02']);
  });

  it('show a dash for what is undefined', () => {
    const shown = [integer(undefined), decimal(undefined, 2), brl(undefined), percent(undefined), points(undefined)];
    expect([...shown, duration(undefined)]).toEqual(Array(6).fill('–'));
  });

  it('give durations in their two largest units', () => {
    const seconds = [0, 12, 250, 3600, 7500, 86_400, 273_600];
    expect(seconds.map((s) => duration(s * 1e6))).toEqual([
      '0 s',
      '12 s',
      '4 min 10 s',
      '1 h',
      '2 h 5 min',
      '1 d',
      '3 d 4 h',
    ]);
  });

  it('give times of Sao Paulo', () => {
    expect(localTime(NINE_US)).toBe('2025-08-05 09:00:00');
  });
});
