// Every indicator of trend against a slow reference, in markets that stand still and by hand.

import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { trendDefaults } from '../../../../src/core/features/trend/defaults.ts';
import * as trend from '../../../../src/core/features/trend/index.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from '../candles.ts';
import { adx, type Column } from '../reference.ts';
import { columnOf, expectColumn, expectSettled, standingStill } from '../volatility/columns.ts';
import * as slow from './slow-trend.ts';

/** Defaults and other settings. */
function references(steps: readonly Step[]): [FeatureSpec, Column][] {
  const candles = steps.map(({ candle }) => candle);
  const movement = adx(candles, 14);
  const spread = movement.plusDi.map((x, t) => (x === undefined ? undefined : x - movement.minusDi[t]!));
  const columns: [FeatureSpec, Column][] = [
    [trend.adx(), movement.adx],
    [trend.adx.plusDi(), movement.plusDi],
    [trend.adx.minusDi(), movement.minusDi],
    [trend.adx.spread(), spread],
    [trend.ichimoku.conversion(), slow.middle(candles, 9)],
    [trend.ichimoku.base(), slow.middle(candles, 26)],
    [trend.ichimoku.spanB(), slow.middle(candles, 52)],
    [trend.parabolicSar(), slow.parabolicSar(candles, 0.02, 0.2)],
    [trend.parabolicSar({ acceleration: 0.05, maximum: 0.12 }), slow.parabolicSar(candles, 0.05, 0.12)],
  ];
  const [conversion, base] = [slow.middle(candles, 9), slow.middle(candles, 26)];
  const spanA = base.map((x, t) => (x === undefined ? undefined : (conversion[t]! + x) / 2));
  columns.push([trend.ichimoku.spanA(), spanA]);
  for (const period of [25, 2]) {
    const { up, down, oscillator } = slow.aroon(candles, period);
    columns.push([trend.aroon.up({ period }), up], [trend.aroon.down({ period }), down]);
    columns.push([trend.aroon.oscillator({ period }), oscillator]);
  }
  for (const [period, multiple] of [
    [10, 3],
    [3, 1],
  ] as const) {
    const { line, direction } = slow.supertrend(candles, period, multiple);
    columns.push([trend.supertrend({ period, multiple }), line]);
    columns.push([trend.supertrend.direction({ period, multiple }), direction]);
  }
  for (const period of [14, 1]) {
    const { plus, minus } = slow.vortex(candles, period);
    columns.push([trend.vortex.plus({ period }), plus], [trend.vortex.minus({ period }), minus]);
  }
  for (const period of [20, 2, 7]) {
    const { slope, r2 } = slow.regression(candles, period);
    columns.push([trend.linearRegression.slope({ period }), slope]);
    columns.push([trend.linearRegression.r2({ period }), r2]);
    columns.push([trend.dpo({ period }), slow.dpo(candles, period)]);
  }
  return columns;
}

function withPrices(steps: readonly Step[], prices: readonly (readonly [number, number, number])[]): Step[] {
  return prices.map(([high, low, close], t) => {
    const { candle, session } = steps[t]!;
    return { session, candle: { ...candle, open: close, high, low, close } };
  });
}

describe('indicators of trend', () => {
  const steps = randomCandles(500, 21);

  it('agree with slow references on random minutes with gaps between sessions', () => {
    for (const [spec, column] of references(steps)) expectColumn(spec, steps, column);
    const known = new Set(references(steps.slice(0, 60)).map(([{ meta }]) => meta.id));
    expect(trendDefaults.map(({ meta }) => meta.id).filter((id) => !known.has(id))).toEqual(['adxSlope']);
  });

  it('agree with slow references where prices are no binary fractions and the market stops for a while', () => {
    const odd = steps.map(({ candle, session }, t) => {
      const move = (price: number) => (t > 150 && t < 260 ? 5401.3 : price * 1.0001);
      const { open, high, low, close } = candle;
      return {
        session,
        candle: { ...candle, open: move(open), high: move(high), low: move(low), close: move(close) },
      };
    });
    for (const [spec, column] of references(odd)) {
      // after sums that rounding alone keeps from 0, readiness and side are a matter of the order of summation
      if (/^(plusDi|minusDi|diSpread|adx|supertrend|parabolic)/.test(spec.meta.id)) continue;
      expectColumn(spec, odd, column);
    }
  });

  it('have the defined values where one price is all there is', () => {
    const still = standingStill(steps.slice(0, 120), 5400.5);
    const last = (spec: FeatureSpec) => columnOf(spec, still).at(-1);
    expect(last(trend.aroon.up())).toBe(100);
    expect(last(trend.aroon.down())).toBe(100);
    expect(last(trend.aroon.oscillator())).toBe(0);
    expect(last(trend.parabolicSar())).toBe(5400.5);
    expect(last(trend.supertrend())).toBe(5400.5);
    expect(last(trend.supertrend.direction())).toBe(-1);
    for (const make of Object.values(trend.ichimoku)) expect(last(make())).toBe(5400.5);
    expect(last(trend.linearRegression.slope())).toBe(0);
    expect(last(trend.dpo())).toBe(0);
    for (const make of [trend.linearRegression.r2, trend.vortex.plus, trend.vortex.minus, trend.adx.plusDi]) {
      expect(columnOf(make(), still).every((x) => x === undefined)).toBe(true);
    }
  });

  it('compute in a set, with parts shared, what they compute alone', () => {
    const set = new FeatureSet(Object.fromEntries(trendDefaults.map((spec) => [spec.meta.id, spec])));
    const alone = trendDefaults.map((spec) => columnOf(spec, steps));
    steps.forEach(({ candle, session }, t) => {
      set.update(candle, session);
      alone.forEach((column, k) => {
        expect(set.at(k)).toBe(column[t]);
      });
    });
  });

  it('no longer show their start once settled', () => {
    const long = randomCandles(2000, 8);
    for (const spec of trendDefaults) {
      if (spec.meta.settled > spec.meta.warmup) expectSettled(spec, long, [90, 271, 777, 1300], 1e-5);
    }
  });

  it('refuse unusable settings by name', () => {
    expect(() => trend.aroon.up({ period: 1 })).toThrow(/aroonUp: period/);
    expect(() => trend.parabolicSar({ acceleration: 0.3 })).toThrow(/acceleration \(0.3\) must be at most maximum/);
    expect(() => trend.supertrend({ multiple: 0 })).toThrow(/supertrend: multiple/);
    expect(() => trend.ichimoku.spanA({ fast: 30 })).toThrow(/fast \(30\) must be below slow/);
    expect(() => trend.linearRegression.r2({ period: 1 })).toThrow(/linearRegressionR2: period/);
  });

  it('carry their settings in their ids', () => {
    expect(trend.parabolicSar({ maximum: 0.1 }).meta.id).toBe('parabolicSar(a=0.02,m=0.1)');
    expect(trend.supertrend().meta.id).toBe('supertrend_10');
    expect(trend.supertrend.direction({ multiple: 2 }).meta.id).toBe('supertrendDirection(p=10,k=2)');
  });
});

describe('indicators of trend by hand', () => {
  const steps = randomCandles(60, 3);

  it('the parabolic stop rises with new highs and turns where it is hit', () => {
    const prices = [
      [10, 8, 9],
      [12, 9, 11],
      [14, 11, 13],
      [15, 12, 14],
      [13, 8, 9],
      [12, 7, 8],
      [9, 6, 7],
    ] as const;
    const stops = columnOf(trend.parabolicSar(), withPrices(steps, prices));
    // long from 8; extreme 12, factor 0.02; extreme 14, 0.04; hit at 8: the new stop is the extreme 15, which falls to
    // 15 − 0.02 × 7 but not below the last two highs, 15 and 13; then extreme 7, 0.04
    const third = 8 + 0.02 * 4;
    const fourth = third + 0.04 * (14 - third);
    const expected = [undefined, 8, third, fourth, 15, 15, 15 + 0.04 * (7 - 15)];
    expected.forEach((x, t) => {
      if (x === undefined) expect(stops[t]).toBeUndefined();
      else expect(stops[t]).toBeCloseTo(x, 12);
    });
  });

  it('the first two candles decide the side of the parabolic stop', () => {
    const falling = withPrices(steps, [
      [10, 8, 9],
      [9.5, 7, 8],
    ]);
    expect(columnOf(trend.parabolicSar(), falling)).toEqual([undefined, 10]);
    // as far up as down begins long from the first low, which the second candle has hit: the new stop is its high
    const outside = withPrices(steps, [
      [10, 8, 9],
      [11, 7, 8],
    ]);
    expect(columnOf(trend.parabolicSar(), outside)).toEqual([undefined, 11]);
  });

  it('the supertrend turns up at a close above its upper band', () => {
    const prices: [number, number, number][] = Array.from({ length: 12 }, () => [101, 99, 100]);
    prices.push([140, 100, 139], [140, 138, 139]);
    const line = columnOf(trend.supertrend(), withPrices(steps, prices));
    const side = columnOf(trend.supertrend.direction(), withPrices(steps, prices));
    expect(line.slice(9, 12)).toEqual([undefined, 106, 106]);
    expect(side.slice(10)).toEqual([-1, -1, 1, 1]);
    // average true range (9 × 2 + 40) / 10 = 5.8: the lower band 120 − 17.4; then (9 × 5.8 + 2) / 10 = 5.42
    expect(line[12]).toBeCloseTo(102.6, 12);
    expect(line[13]).toBeCloseTo(139 - 3 * 5.42, 12);
  });

  it('of equal highs Aroon takes the latest', () => {
    const prices: [number, number, number][] = [5, 9, 9, 7, 6].map((high) => [high, 1, 3]);
    const up = columnOf(trend.aroon.up({ period: 4 }), withPrices(steps, prices));
    expect(up).toEqual([undefined, undefined, undefined, undefined, 50]);
  });
});

describeWithRealData('indicators of trend on real WDO minutes', [REAL_FILE], (path) => {
  const real = realCandles(path!, 'WDOV25', 3000);

  it('agree with slow references', () => {
    const part = real.slice(0, 1300);
    for (const [spec, column] of references(part)) expectColumn(spec, part, column);
  });

  it('no longer show their start once settled', () => {
    for (const spec of trendDefaults) {
      if (spec.meta.settled > spec.meta.warmup) expectSettled(spec, real, [200, 555, 1111, 1777, 2345], 1e-5);
    }
  });
});
