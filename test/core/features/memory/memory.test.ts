// Measures of memory: equal to slow references after stillness, a price of 0 and for other windows; what they share changes nothing.

import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { CentredWindow } from '../../../../src/core/features/indicators/centred-window.ts';
import { StraightRing } from '../../../../src/core/features/indicators/straight-ring.ts';
import { memoryDefaults } from '../../../../src/core/features/memory/defaults.ts';
import { autocorrelation, fracDiff, hurst, varianceRatio } from '../../../../src/core/features/memory/index.ts';
import { expectColumn, run, standingStill } from '../averages/columns.ts';
import { random, randomCandles, type Step } from '../candles.ts';
import * as slow from '../reference.ts';

function logReturns(steps: readonly Step[]): slow.Column {
  const chain = slow.gapFree(steps.map(({ candle }) => candle));
  return slow.changeOver(chain, 1, (now, before) => Math.log(now / before));
}

/** The measures of the last `n` returns, of which `flat` ones have no value. */
function measured(returns: slow.Column, n: number, f: (window: number[]) => number): slow.Column {
  return slow.rolling(returns, n, (window) => (new Set(window).size === 1 ? Number.NaN : f(window)));
}

function compare(steps: readonly Step[], n: number): void {
  const returns = logReturns(steps);
  expectColumn('hurst', run(hurst({ candles: n }), steps), measured(returns, n, slow.hurst), 1);
  for (const k of [2, 3, 5, 11]) {
    const ratio = measured(returns, 100, (window) => slow.varianceRatio(window, k));
    expectColumn(`variance ratio ${k}`, run(varianceRatio({ candles: k }), steps), ratio, 1);
    const correlation = measured(returns, 100, (window) => slow.autocorrelation(window, k));
    expectColumn(`autocorrelation ${k}`, run(autocorrelation({ candles: k }), steps), correlation, 1);
  }
}

describe('measures of memory against slow references', () => {
  it.each([50, 70, 100, 120])('agree on random minutes with a window of %i', (n) => compare(randomCandles(330, n), n));

  it('agree after the market stood still: a flat block has no value', () => {
    const steps = standingStill(520, 401, 150, 140).map((step) => ({
      ...step,
      candle: { ...step.candle, firstOfSession: false },
    }));
    compare(steps, 50);
    const values = run(hurst(), steps);
    expect(values[149]).toBeDefined();
    expect(values[160]).toBeUndefined();
    expect(values[500]).toBeDefined();
  });

  it('begin anew at a price of 0', () => {
    const steps = randomCandles(300, 402);
    const holed = steps.map((step, t) =>
      t === 120 ? { ...step, candle: { ...step.candle, open: 0, close: 0 } } : step,
    );
    for (const spec of [hurst(), varianceRatio(), autocorrelation()]) {
      const values = run(spec, holed);
      expect(values.slice(120, 221).every((value) => value === undefined)).toBe(true);
      expect(values.slice(221)).toEqual(run(spec, steps.slice(121)).slice(100));
    }
    const weights = fracDiff({ order: 0.4, threshold: 1e-2 });
    const values = run(weights, holed);
    expect(values[119]).toBeDefined();
    expect(values.findIndex((value, t) => t >= 120 && value !== undefined)).toBe(120 + weights.meta.warmup);
  });

  it('give in a set that shares their window what they give alone', () => {
    const steps = randomCandles(420, 403);
    const named: Record<string, FeatureSpec> = Object.fromEntries(memoryDefaults.map((spec) => [spec.meta.id, spec]));
    const set = new FeatureSet(named);
    const alone = memoryDefaults.map((spec) => run(spec, steps));
    steps.forEach(({ candle, session }, t) => {
      set.update(candle, session);
      for (let column = 0; column < alone.length; column++) expect(set.at(column)).toBe(alone[column]![t]);
    });
  });
});

describe('a window in one piece', () => {
  it('holds the last numbers, oldest first, however often it goes round', () => {
    const ring = new StraightRing(4);
    for (let x = 1; x <= 23; x++) {
      ring.push(x);
      const held = [...ring.items.subarray(ring.end - ring.size, ring.end)];
      expect(held).toEqual([x - 3, x - 2, x - 1, x].filter((y) => y > 0));
    }
    ring.clear();
    ring.push(7);
    expect([ring.size, ring.items[ring.end - 1]]).toEqual([1, 7]);
  });

  it('knows its mean, deviations and how long it has been flat', () => {
    const window = new CentredWindow(5);
    const next = random(404);
    const numbers: number[] = [];
    for (let t = 0; t < 60; t++) {
      numbers.push(t % 20 < 8 ? 3 : Math.floor(next() * 3));
      window.push(numbers.at(-1)!);
      expect(window.ready).toBe(numbers.length >= 5);
      if (!window.ready) continue;
      const held = numbers.slice(-5);
      expect(window.mean).toBeCloseTo(slow.mean(held), 12);
      expect(window.squares).toBeCloseTo(5 * slow.deviation(held, 0) ** 2, 12);
      expect([...window.deviations]).toEqual(held.map((x) => x - window.mean));
      expect(window.flat).toBe(new Set(held).size === 1);
    }
    window.clear();
    expect([window.ready, window.flat]).toEqual([false, false]);
  });
});
