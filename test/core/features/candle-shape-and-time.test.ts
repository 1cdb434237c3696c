// What one candle and the calendar say, worked by hand.

import { describe, expect, it } from 'vitest';
import { emptyCandle, type MutableCandle } from '../../../src/core/candles/candle.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import type { SessionContext } from '../../../src/core/features/session-context.ts';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';

const session: SessionContext = {
  day: '2025-09-03',
  dayOfWeek: 3,
  openUs: localToUtcUs(2025, 9, 3, 9),
  closeUs: localToUtcUs(2025, 9, 3, 18, 30),
  daysToRoll: 19,
  tick: 0.5,
};

function bar(open: number, high: number, low: number, close: number, more: Partial<MutableCandle> = {}): MutableCandle {
  return { ...emptyCandle(), open, high, low, close, volume: 10, ...more };
}

/** The value of a feature after these candles. */
function valueAfter(id: string, ...candles: readonly MutableCandle[]): number | undefined {
  const feature = featureById(id)!.create();
  for (const candle of candles) feature.update(candle, session);
  return feature.ready ? feature.value : undefined;
}

function minuteAt(hour: number, minute: number): MutableCandle {
  const closeTimeUs = localToUtcUs(2025, 9, 3, hour, minute);
  return bar(1, 1, 1, 1, { openTimeUs: closeTimeUs - 60_000_000, closeTimeUs });
}

describe('the shape of one candle', () => {
  it('is in shares of its range', () => {
    const candle = bar(102, 110, 100, 107);
    expect(valueAfter('bodyShare', candle)).toBe(0.5);
    expect(valueAfter('upperShadow', candle)).toBe(0.3);
    expect(valueAfter('lowerShadow', candle)).toBe(0.2);
  });

  it('has body 0 and no shadows without a range', () => {
    const flat = bar(100, 100, 100, 100);
    expect(valueAfter('bodyShare', flat)).toBe(0);
    expect(valueAfter('doji', flat)).toBe(1);
    expect(valueAfter('hammer', flat)).toBe(0);
    expect(valueAfter('upperShadow', flat)).toBeUndefined();
    expect(valueAfter('lowerShadow', flat)).toBeUndefined();
  });

  it('is a doji up to a tenth of the range, whichever way it went', () => {
    expect(valueAfter('doji', bar(105, 110, 100, 106))).toBe(1);
    expect(valueAfter('doji', bar(106, 110, 100, 105))).toBe(1);
    expect(valueAfter('doji', bar(105, 110, 100, 106.5))).toBe(0);
  });

  it('is a hammer with two bodies of lower shadow and hardly an upper one', () => {
    expect(valueAfter('hammer', bar(107, 110, 100, 109))).toBe(1);
    expect(valueAfter('hammer', bar(107, 111, 100, 109))).toBe(0);
    expect(valueAfter('hammer', bar(106, 110, 100, 109.5))).toBe(0);
  });
});

describe('engulfing', () => {
  const falling = bar(105, 106, 101, 102);
  const rising = bar(102, 106, 101, 105);

  it('is 1 where a longer rise covers the fall before it and −1 mirrored', () => {
    expect(valueAfter('engulfing', falling, bar(102, 107, 101, 106))).toBe(1);
    expect(valueAfter('engulfing', rising, bar(105, 106, 100, 101))).toBe(-1);
    expect(valueAfter('engulfing', rising, bar(102, 107, 101, 106))).toBe(0);
    expect(valueAfter('engulfing', falling, bar(102.5, 107, 101, 106))).toBe(0);
    expect(valueAfter('engulfing', falling, bar(102, 107, 101, 105))).toBe(0);
  });

  it('does not look over the start of a session', () => {
    expect(valueAfter('engulfing', falling, bar(102, 107, 101, 106, { firstOfSession: true }))).toBeUndefined();
  });
});

describe('time', () => {
  it('counts minutes from the opening to the end of the candle, and to the close', () => {
    expect(valueAfter('minuteOfSession', minuteAt(9, 1))).toBe(1);
    expect(valueAfter('minuteOfSession', minuteAt(18, 30))).toBe(570);
    expect(valueAfter('minutesToAuction', minuteAt(18, 0))).toBe(30);
    expect(valueAfter('minutesToAuction', minuteAt(18, 40))).toBe(0);
  });

  it('is an angle of the local clock', () => {
    expect(valueAfter('timeOfDaySin', minuteAt(18, 0))).toBeCloseTo(-1, 12);
    expect(valueAfter('timeOfDayCos', minuteAt(18, 0))).toBeCloseTo(0, 12);
    expect(valueAfter('timeOfDayCos', minuteAt(12, 0))).toBeCloseTo(-1, 12);
  });

  it.each<[string, [number, number], [number, number]]>([
    ['openingHalfHour', [9, 30], [9, 31]],
    ['closingHalfHour', [18, 1], [18, 0]],
    ['lunchHour', [13, 0], [12, 0]],
    ['lunchHour', [12, 1], [13, 1]],
  ])('%s is 1 for the candle that ends at %s and 0 at %s', (id, inside, outside) => {
    expect(valueAfter(id, minuteAt(...inside))).toBe(1);
    expect(valueAfter(id, minuteAt(...outside))).toBe(0);
  });

  it('takes the day and the roll from the calendar', () => {
    expect(valueAfter('dayOfWeek', minuteAt(10, 0))).toBe(3);
    expect(valueAfter('daysToRoll', minuteAt(10, 0))).toBe(19);
  });
});
