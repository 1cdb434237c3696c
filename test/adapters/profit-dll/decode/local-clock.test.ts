import { describe, expect, it } from 'vitest';
import { LocalClock, NO_UTC } from '../../../../src/adapters/profit-dll/decode/local-clock.ts';
import { dayNumberOf } from '../../../../src/core/market/civil-day.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import { Random } from '../../../../src/simulation/random.ts';

const DAY_MS = 86_400_000;

describe('the clock of the exchange', () => {
  it('agrees with the calendar at random times of all years, and around every change', () => {
    const random = new Random(3, 'clock');
    const first = dayNumberOf(2008, 1, 1);
    const days = dayNumberOf(2099, 12, 31) - first;
    const clock = new LocalClock();
    const changes = [dayNumberOf(2018, 11, 4), dayNumberOf(2018, 2, 18), dayNumberOf(2012, 2, 26)];
    for (let step = 0; step < 20_000; step++) {
      const day = random.chance(0.5) ? first + random.integer(days) : changes[step % 3]! - random.integer(2);
      const ms = random.chance(0.5) ? random.integer(DAY_MS) : random.integer(24) * 3_600_000;
      expect(clock.utcUs(day * DAY_MS + ms)).toBe(utcUsOf(day, ms * 1000));
    }
  });

  it('knows no time outside of its calendar', () => {
    const clock = new LocalClock();
    for (const ms of [Number.NaN, -1, 0, 1e18, -(2 ** 63), dayNumberOf(2008, 1, 1) * DAY_MS - 1]) {
      expect(clock.utcUs(ms)).toBe(NO_UTC);
    }
  });
});
