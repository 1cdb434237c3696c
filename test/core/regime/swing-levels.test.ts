// Swing levels: when a turn is known, when two are one level, when a level ends, and nearness to levels in the regime.

import { describe, expect, it } from 'vitest';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { SwingLevels } from '../../../src/core/regime/swing-levels.ts';
import { randomCandles } from '../features/candles.ts';

const rules = { side: 'high', swingCandles: 2, maxAgeCandles: 100, minTouches: 1 } as const;

/** The nearest level to 100 after each high; closes far below, so that none is broken. */
function levelsAfter(highs: readonly number[], levels = new SwingLevels(rules), tolerance = 1): (number | undefined)[] {
  return highs.map((high) => {
    levels.push(high, 0, tolerance);
    return nearest(levels, 100);
  });
}

function nearest(levels: SwingLevels, price: number): number | undefined {
  return levels.seek(price) ? levels.level : undefined;
}

describe('swing levels', () => {
  it('know a swing high as many candles after it as it must exceed on each side', () => {
    expect(levelsAfter([100, 101, 105, 102, 101, 100])).toEqual([undefined, undefined, undefined, undefined, 105, 105]);
  });

  it('take the first of equal neighbours, once', () => {
    const levels = new SwingLevels({ ...rules, minTouches: 2 });
    expect(levelsAfter([100, 101, 105, 105, 101, 100, 99, 98], levels).at(-1)).toBeUndefined();
    expect(levelsAfter([100, 101, 105, 105, 101, 100, 99, 98]).at(-1)).toBe(105);
  });

  it('do not take a high that a neighbour within reach exceeds', () => {
    expect(levelsAfter([106, 101, 105, 102, 101, 100]).at(-1)).toBeUndefined();
    expect(levelsAfter([100, 101, 105, 102, 105.5, 106, 107]).at(-1)).toBeUndefined();
  });

  it('mirror for lows', () => {
    const levels = new SwingLevels({ ...rules, side: 'low' });
    for (const low of [100, 99, 95, 98, 99]) levels.push(low, 200, 1);
    expect(nearest(levels, 100)).toBe(95);
  });

  it('join swings within the tolerance into one level at the newer price, with two touches', () => {
    const highs = [100, 101, 105, 102, 101, 102, 105.5, 102, 101];
    expect(levelsAfter(highs, new SwingLevels({ ...rules, minTouches: 2 })).at(-1)).toBe(105.5);
    expect(levelsAfter(highs, new SwingLevels({ ...rules, minTouches: 2 }), 0.4).at(-1)).toBeUndefined();
  });

  it('forget a level that nothing has touched for its greatest age', () => {
    const levels = new SwingLevels({ ...rules, maxAgeCandles: 6 });
    const seen = levelsAfter([100, 101, 105, 102, 101, 100, 99, 98, 97, 96, 95], levels);
    expect(seen.map((level) => level !== undefined)).toEqual([
      ...[false, false, false, false],
      ...[true, true, true, true, true],
      ...[false, false],
    ]);
  });

  it('end a level when a candle closes beyond it by more than the tolerance', () => {
    const levels = new SwingLevels(rules);
    levelsAfter([100, 101, 105, 102, 101], levels);
    levels.push(107, 106, 1);
    expect(nearest(levels, 100)).toBe(105);
    levels.push(107, 106.5, 1);
    expect(nearest(levels, 100)).toBeUndefined();
  });

  it('give the nearest of several', () => {
    const levels = new SwingLevels(rules);
    levelsAfter([100, 101, 120, 102, 101, 100, 110, 102, 101], levels);
    expect([nearest(levels, 100), nearest(levels, 119)]).toEqual([110, 120]);
  });

  it('keep a limited number, the one touched longest ago making room', () => {
    const levels = new SwingLevels({ ...rules, maxAgeCandles: 10_000 });
    for (let i = 0; i < 20; i++) levelsAfter([0, 0, 1000 - 10 * i, 0, 0], levels);
    expect(nearest(levels, 1000)).toBe(960 - 10 * 1 + 10);
    expect(nearest(levels, 0)).toBe(810);
  });
});

describe('nearness to support and resistance', () => {
  const candles = randomCandles(3000, 29, 570).map(({ candle }) => candle);

  it('is within half an atr of a level and unknown while there is none', () => {
    const detector = ruleRegime().create();
    const supports = new SwingLevels({ side: 'low', swingCandles: 3, maxAgeCandles: 240, minTouches: 1 });
    const resistances = new SwingLevels({ side: 'high', swingCandles: 3, maxAgeCandles: 240, minTouches: 1 });
    const seen = { true: 0, false: 0, undefined: 0 };
    for (const candle of candles) {
      detector.update(candle);
      const { atr, nearSupport, nearResistance } = detector.regime;
      if (atr === undefined) {
        expect([nearSupport, nearResistance]).toEqual([undefined, undefined]);
        continue;
      }
      supports.push(candle.low, candle.close, atr / 2);
      resistances.push(candle.high, candle.close, atr / 2);
      const near = (level: number | undefined) =>
        level === undefined ? undefined : Math.abs(candle.close - level) <= atr / 2;
      expect(nearSupport).toBe(near(nearest(supports, candle.close)));
      expect(nearResistance).toBe(near(nearest(resistances, candle.close)));
      seen[`${nearSupport}`]++;
    }
    expect(Math.min(seen.true, seen.false, seen.undefined)).toBeGreaterThan(0);
  });
});
