// Gives figures and expects the words that people read.
import { describe, expect, it } from 'vitest';
import { clockOf, countOf, lengthOfTime, percent } from '../../../../../src/core/quality/rows/measure/figures.ts';
import { contextFor } from '../../../../support/quality-sets.ts';

describe('figures in words', () => {
  it('say shares with the digits that matter', () => {
    expect([percent(1, 2), percent(864, 24_517), percent(1, 28_396), percent(0, 7)]).toEqual([
      '50.0 %',
      '3.5 %',
      '0.004 %',
      '0.0 %',
    ]);
    expect(countOf(3, 4, 'rows')).toBe('3 of 4 rows (75.0 %)');
  });

  it('say lengths of time in the unit that fits', () => {
    const lengths = [500, 1_270_000, -1_270_000, 165_000_000, 7_500_000_000, 60_000_000, 3_600_000_000];
    expect(lengths.map(lengthOfTime)).toEqual([
      '0.5 ms',
      '1.27 s',
      '-1.27 s',
      '2 min 45 s',
      '2 h 5 min',
      '1 min',
      '1 h',
    ]);
  });

  it('say times by the clock of the day', () => {
    const context = contextFor('trades');
    const at = (timeUs: number): string => clockOf(context, context.midnightUs + timeUs);
    expect([at(32_589_658_000), at(32_589_000_000), at(86_400_000_000)]).toEqual([
      '09:03:09.658',
      '09:03:09',
      '24:00:00',
    ]);
    expect(clockOf(context, 0)).toBe('time 0');
  });
});
