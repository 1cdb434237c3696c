// One chain of gap-free prices and one window of sorted values: room made in advance, ranks as counted by hand.

import { describe, expect, it } from 'vitest';
import { GapFreePrices } from '../../../../src/core/features/indicators/gap-free-prices.ts';
import { rankOfNewest } from '../../../../src/core/features/indicators/rank.ts';
import { Ring } from '../../../../src/core/features/indicators/ring.ts';
import { SortedWindow } from '../../../../src/core/features/indicators/sorted-window.ts';
import { gapFreePrices } from '../../../../src/core/features/shared/gap-free-prices.ts';
import { SharedParts } from '../../../../src/core/features/shared-parts.ts';
import { random, randomCandles } from '../candles.ts';

describe('gap-free prices', () => {
  const steps = randomCandles(200, 4, 30);

  it('are one chain for all windows of a set, equal to the bit to one of its own', () => {
    const shared = new SharedParts();
    const [short, long] = [gapFreePrices(shared, 3), gapFreePrices(shared, 20)];
    expect(gapFreePrices(shared, 7)).toBe(short);
    expect(long).toBe(short);
    const own = new GapFreePrices(3);
    for (const { candle, session } of steps) {
      shared.update(candle, session);
      own.push(candle);
      for (const k of [1, 2, 3]) {
        expect(long.has(k)).toBe(own.has(k));
        if (!own.has(k)) continue;
        expect(long.ratio(k)).toBe(own.ratio(k));
        expect(long.difference(k)).toBe(own.difference(k));
        expect(long.close(k)).toBe(own.close(k));
      }
    }
    expect([long.has(20), long.has(21)]).toEqual([true, false]);
  });

  it('make no more room once they have begun', () => {
    const prices = new GapFreePrices(2);
    prices.push(steps[0]!.candle);
    prices.reserve(2);
    expect(() => prices.reserve(3)).toThrow(/before the first candle/);
  });
});

describe('a sorted window', () => {
  it('gives the rank that counting gives, with many equal numbers and after clearing', () => {
    const next = random(9);
    for (const size of [2, 3, 17]) {
      const [sorted, ring] = [new SortedWindow(size), new Ring(size)];
      for (let i = 0; i < 600; i++) {
        if (i === 300) {
          sorted.clear();
          ring.clear();
        }
        const x = Math.floor(next() * (i < 450 ? 9 : 1e6));
        sorted.push(x);
        ring.push(x);
        expect(sorted.full).toBe(ring.full);
        if (ring.size > 1) expect(sorted.rankOfNewest).toBe(rankOfNewest(ring));
      }
    }
  });
});
