// Checks the share of session time in a position: overlaps, nights, and runs without time.
import { describe, expect, it } from 'vitest';
import { exposure } from '../../../src/research/statistics/exposure.ts';
import { aTrade, DAY_US, MINUTE_US, NINE_US } from '../report/a-trade.ts';

const minutes = (fromUs: number, count: number) =>
  Array.from({ length: count }, (_, i) => fromUs + (i + 1) * MINUTE_US);
const held = (from: number, to: number) =>
  aTrade({ entryTimeUs: NINE_US + from * MINUTE_US, exitTimeUs: NINE_US + to * MINUTE_US });

describe('exposure', () => {
  it('is the time in a trade ÷ the time with candles', () => {
    expect(exposure(minutes(NINE_US, 10), [held(2, 4), held(7, 10)])).toBe(0.5);
  });

  it('counts the time of two trades at once only once', () => {
    expect(exposure(minutes(NINE_US, 10), [held(1, 5), held(3, 6)])).toBe(0.5);
  });

  it('does not count the night, neither as session nor as exposure', () => {
    const times = [...minutes(NINE_US, 10), ...minutes(NINE_US + DAY_US, 10)];
    const overnight = aTrade({ entryTimeUs: NINE_US + 5 * MINUTE_US, exitTimeUs: NINE_US + DAY_US + 5 * MINUTE_US });
    expect(exposure(times, [overnight])).toBe(0.5);
    expect(exposure(times, [])).toBe(0);
  });

  it('is undefined when candles span no time', () => {
    expect(exposure([], [held(0, 1)])).toBeUndefined();
    expect(exposure([NINE_US], [])).toBeUndefined();
  });
});
