// Rolling sums, deviations and extremes: equal to a plain computation over the window, without drift, at any point of the block.

import { describe, expect, it } from 'vitest';
import { Ring } from '../../../../src/core/features/indicators/ring.ts';
import { RollingDeviation } from '../../../../src/core/features/indicators/rolling-deviation.ts';
import { RollingExtremes } from '../../../../src/core/features/indicators/rolling-extremes.ts';
import { RollingSum } from '../../../../src/core/features/indicators/rolling-sum.ts';
import { random } from '../candles.ts';
import { deviation, mean } from '../reference.ts';

const next = random(3);
const numbers = Array.from({ length: 500 }, () => (next() - 0.5) * 10 ** Math.floor(next() * 6));

function windowAt(t: number, n: number): number[] {
  return numbers.slice(t - n + 1, t + 1);
}

describe.each([1, 2, 3, 7, 20, 64])('a window of %i', (n) => {
  it('sums exactly what a plain loop sums, from the first full window on', () => {
    const sum = new RollingSum(n);
    numbers.forEach((x, t) => {
      sum.push(x);
      expect(sum.ready).toBe(t + 1 >= n);
      if (!sum.ready) return;
      const window = windowAt(t, n);
      const size = window.reduce((total, y) => total + Math.abs(y), 0);
      expect(Math.abs(sum.value - window.reduce((total, y) => total + y, 0))).toBeLessThanOrEqual(1e-14 * size);
      expect(sum.mean).toBe(sum.value / n);
    });
  });

  it('knows to the bit what one number more will make of the sum', () => {
    const sum = new RollingSum(n);
    for (const x of numbers) {
      const told = sum.readyWithNext ? sum.valueWith(x) : undefined;
      sum.push(x);
      expect(told).toBe(sum.ready ? sum.value : undefined);
    }
  });

  it('deviates as two passes say', () => {
    const rolling = new RollingDeviation(n);
    numbers.forEach((x, t) => {
      rolling.push(x + 5400);
      expect(rolling.ready).toBe(t + 1 >= n);
      if (!rolling.ready) return;
      const window = windowAt(t, n).map((y) => y + 5400);
      expect(rolling.mean).toBeCloseTo(mean(window), 8);
      expect(rolling.population).toBeCloseTo(deviation(window, 0), 8);
      if (n > 1) expect(rolling.sample).toBeCloseTo(deviation(window, 1), 8);
    });
  });

  it('has the extremes of the window', () => {
    const extremes = new RollingExtremes(n);
    numbers.forEach((x, t) => {
      extremes.push(x + 1, x - 1);
      expect(extremes.ready).toBe(t + 1 >= n);
      if (!extremes.ready) return;
      expect(extremes.highest).toBe(Math.max(...windowAt(t, n)) + 1);
      expect(extremes.lowest).toBe(Math.min(...windowAt(t, n)) - 1);
    });
  });
});

describe('a rolling window', () => {
  it('forgets an outlier to the last bit', () => {
    const sum = new RollingSum(20);
    const spread = new RollingDeviation(20);
    for (let i = 0; i < 10_000; i++) {
      sum.push(1e15 * next());
      spread.push(1e15 * next());
    }
    for (let i = 0; i < 40; i++) {
      sum.push(0);
      spread.push(0.1);
    }
    expect(sum.value).toBe(0);
    expect([spread.mean, spread.population, spread.flat]).toEqual([0.1, 0, true]);
  });

  it('is flat for equal numbers wherever the block ends, and for nothing else', () => {
    const spread = new RollingDeviation(7);
    for (let i = 0; i < 100; i++) {
      spread.push(i % 23 === 0 ? 0.30000000000000004 : 0.3);
      if (!spread.ready) continue;
      expect(spread.flat).toBe(i % 23 >= 7);
    }
  });

  it('fills anew after clear', () => {
    const sum = new RollingSum(3);
    const spread = new RollingDeviation(3);
    for (const x of [5, 6, 7, 8]) {
      sum.push(x);
      spread.push(x);
    }
    sum.clear();
    spread.clear();
    for (const x of [1, 2]) {
      sum.push(x);
      spread.push(x);
    }
    expect([sum.ready, spread.ready]).toEqual([false, false]);
    sum.push(3);
    spread.push(3);
    expect([sum.ready, sum.value, spread.mean, spread.sample]).toEqual([true, 6, 2, 1]);
  });
});

describe('a ring', () => {
  it('holds the last numbers, newest first', () => {
    const ring = new Ring(3);
    expect([ring.size, ring.full]).toEqual([0, false]);
    for (const x of [1, 2, 3, 4, 5]) ring.push(x);
    expect([ring.at(0), ring.at(1), ring.at(2), ring.full]).toEqual([5, 4, 3, true]);
    ring.clear();
    ring.push(9);
    expect([ring.size, ring.at(0)]).toEqual([1, 9]);
  });
});
