import { describe, expect, it } from 'vitest';
import { REMEMBERED_DAYS, TradeNumbers } from '../../../../src/adapters/profit-dll/decode/trade-numbers.ts';
import { Random } from '../../../../src/simulation/random.ts';

describe('trade numbers', () => {
  it('agree with a plain set, whatever numbers come in whatever order', () => {
    const random = new Random(11, 'numbers');
    const numbers = new TradeNumbers();
    const naive = new Set<string>();
    for (let step = 0; step < 40_000; step++) {
      const day = 20_000 + random.integer(3);
      const number = random.chance(0.9) ? random.integer(30_000) * 10 : random.uint32();
      expect(numbers.has(day, number)).toBe(naive.has(`${day}/${number}`));
      numbers.add(day, number);
      naive.add(`${day}/${number}`);
    }
  });

  it('forget the day that was used longest ago, and only that', () => {
    const numbers = new TradeNumbers();
    for (let day = 0; day < REMEMBERED_DAYS; day++) numbers.add(day, 5);
    numbers.add(0, 6);
    numbers.add(99, 5);
    expect(numbers.has(1, 5)).toBe(false);
    expect([0, 2, 3, 99].map((day) => numbers.has(day, 5))).toEqual([true, true, true, true]);
    expect(numbers.has(99, 6)).toBe(false);
  });

  it('have a limit of memory, beyond which they say so', () => {
    const numbers = new TradeNumbers();
    for (let page = 0; page < 4100; page++) numbers.add(1, page * 65_536);
    expect(numbers.unremembered).toBe(4);
    expect(numbers.has(1, 4095 * 65_536)).toBe(true);
    expect(numbers.has(1, 4096 * 65_536)).toBe(false);
  });
});
