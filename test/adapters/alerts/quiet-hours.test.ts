// Quiet hours of Sao Paulo at times before, within and after them, over midnight too.
import { describe, expect, it } from 'vitest';
import { quietForMs } from '../../../src/adapters/alerts/quiet-hours.ts';

const at = (utc: string): number => Date.parse(`2026-11-23T${utc}Z`);
const night = { from: '22:00', to: '07:30' };

describe('quiet hours', () => {
  it('over midnight last until the morning of Sao Paulo, three hours behind UTC', () => {
    expect(quietForMs(night, at('00:59:00'))).toBe(0);
    expect(quietForMs(night, at('01:00:00'))).toBe(9.5 * 3_600_000);
    expect(quietForMs(night, at('10:29:30'))).toBe(30_000);
    expect(quietForMs(night, at('10:30:00'))).toBe(0);
  });

  it('of one day, and none', () => {
    expect(quietForMs({ from: '12:00', to: '13:00' }, at('15:30:00'))).toBe(30 * 60_000);
    expect(quietForMs({ from: '12:00', to: '13:00' }, at('16:00:00'))).toBe(0);
    expect(quietForMs(undefined, at('03:00:00'))).toBe(0);
  });
});
