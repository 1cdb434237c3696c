// Moves with the nights left out: exact over the starts of sessions, the same wherever the history began, as the slow chain gives them.

import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { GapFreePrices } from '../../../../src/core/features/indicators/gap-free-prices.ts';
import { autocorrelation, hurst, varianceRatio } from '../../../../src/core/features/memory/index.ts';
import { returnSharpe, returns, trendStrength } from '../../../../src/core/features/returns/index.ts';
import { jump, volatilityRatio } from '../../../../src/core/features/volatility/index.ts';
import { ScaledReturns } from '../../../../src/core/regime/scaled-returns.ts';
import { run } from '../averages/columns.ts';
import { randomCandles, type Step } from '../candles.ts';
import { gapFree, gapFreePoints } from '../reference.ts';

/** A market that stands still inside each session, at another price in each, `minutes` candles a session. */
function still(prices: readonly number[], minutes: number): Step[] {
  return randomCandles(prices.length * minutes, 1, minutes).map((step, t) => {
    const price = prices[Math.floor(t / minutes)]!;
    return { ...step, candle: { ...step.candle, open: price, high: price, low: price, close: price } };
  });
}

const GAPS = Array.from({ length: 60 }, (_, j) => [5400 + 0.5 * ((j * 37) % 200), 5400 + 0.5 * ((j * 91 + 13) % 230)]);

describe('the move at the first candle of a session', () => {
  it('is exactly that from its open', () => {
    for (const minutes of [1, 2, 7]) {
      const prices = new GapFreePrices(3);
      let sessions = 0;
      for (const { candle } of randomCandles(700, 21, minutes)) {
        prices.push(candle);
        if (!candle.firstOfSession || !prices.has(1)) continue;
        sessions++;
        expect(prices.ratio(1)).toBe(candle.close / candle.open);
        expect(prices.difference(1)).toBe(candle.close - candle.open);
      }
      expect(sessions).toBeGreaterThan(90);
    }
  });

  it('is nothing in a market that stands still, over any number of sessions and on a grid that binary numbers do not have', () => {
    for (const [first, second] of [...GAPS, [13.185, 13.23], [0.1, 0.3]]) {
      const prices = new GapFreePrices(9);
      for (const { candle } of still([first!, second!, first!, second!], 3)) {
        prices.push(candle);
        for (let k = 1; prices.has(k) && k <= 9; k++) expect([prices.ratio(k), prices.difference(k)]).toEqual([1, 0]);
      }
    }
  });
});

describe('moves over several candles', () => {
  it.each([1, 2, 5, 90])('are those of the slow chain with sessions of %s candles', (minutes) => {
    const candles = randomCandles(300, 22, minutes).map(({ candle }) => candle);
    const [chain, points] = [gapFree(candles), gapFreePoints(candles)];
    const prices = new GapFreePrices(20);
    candles.forEach((candle, t) => {
      prices.push(candle);
      for (const k of [1, 2, 3, 19, 20]) {
        expect(prices.has(k)).toBe(t >= k);
        if (t < k) continue;
        expect(Math.abs(prices.ratio(k) / (chain[t]! / chain[t - k]!) - 1)).toBeLessThan(1e-13);
        expect(prices.difference(k)).toBe(points[t]! - points[t - k]!);
      }
    });
  });

  it('are the same to the bit wherever the history began', () => {
    const candles = randomCandles(400, 23, 15).map(({ candle }) => candle);
    const [whole, later] = [new GapFreePrices(40), new GapFreePrices(40)];
    candles.forEach((candle, t) => {
      whole.push(candle);
      if (t < 207) return;
      later.push(candle);
      for (const k of [1, 7, 40]) {
        if (later.has(k)) expect([later.ratio(k), later.difference(k)]).toEqual([whole.ratio(k), whole.difference(k)]);
      }
    });
  });
});

describe('a market that stands still at another price each day', () => {
  const flat = [
    returnSharpe(),
    jump(),
    volatilityRatio(),
    varianceRatio(),
    autocorrelation(),
    hurst(),
    trendStrength(),
  ];
  const named = flat.map((spec) => [spec.meta.id, spec] as const);

  it.each(named)('is flat to %s: not ready', (_id, spec: FeatureSpec) => {
    for (const gap of GAPS.slice(0, 12)) {
      expect(run(spec, still(gap, 120)).every((value) => value === undefined)).toBe(true);
    }
  });

  it('returns exactly 0', () => {
    for (const gap of GAPS) expect(run(returns(), still(gap, 4)).slice(1)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('has no deviation to measure the next tick by', () => {
    for (const gap of GAPS) {
      const scaled = new ScaledReturns({ volatilityCandles: 20, mostDeviations: 4 });
      for (const { candle } of still(gap, 30)) {
        scaled.push(candle);
        expect(scaled.ready).toBe(false);
      }
    }
  });
});
