// Every new measure of volatility against a slow reference, in markets that stand still and by hand.

import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { volatilityDefaults } from '../../../../src/core/features/volatility/defaults.ts';
import * as group from '../../../../src/core/features/volatility/index.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from '../candles.ts';
import { atr, type Column } from '../reference.ts';
import { columnOf, expectColumn, expectSettled, standingStill } from './columns.ts';
import * as slow from './slow-volatility.ts';

/** Defaults and other settings. */
function references(steps: readonly Step[]): [FeatureSpec, Column][] {
  const candles = steps.map(({ candle }) => candle);
  const closes = candles.map((candle) => candle.close);
  const columns: [FeatureSpec, Column][] = [
    [group.volRegime(), slow.volatilityTercile(candles, 20, 250)],
    [group.natr(), slow.combine(atr(candles, 14), closes, (x, c) => (100 * x) / c)],
    [group.atr({ period: 1 }), atr(candles, 1)],
  ];
  for (const [period, atrPeriod, multiple] of [
    [20, 20, 2],
    [20, 10, 2],
    [5, 9, 1.5],
  ] as const) {
    const { upper, middle, lower } = slow.keltner(candles, period, atrPeriod, multiple);
    columns.push([group.keltner.upper({ period, atrPeriod, multiple }), upper]);
    columns.push([group.keltner.middle({ period }), middle]);
    columns.push([group.keltner.lower({ period, atrPeriod, multiple }), lower]);
  }
  for (const period of [20, 1]) {
    const { upper, middle, lower } = slow.donchian(candles, period);
    columns.push([group.donchian.upper({ period }), upper]);
    columns.push([group.donchian.middle({ period }), middle], [group.donchian.lower({ period }), lower]);
  }
  for (const [period, deviations] of [
    [50, 2],
    [20, 2],
    [7, 1.5],
  ] as const) {
    const bands = slow.bollinger(candles, period, deviations);
    for (const name of ['upper', 'middle', 'lower', 'width', 'position'] as const) {
      columns.push([group.bollinger[name]({ period, deviations }), bands[name]]);
    }
    columns.push([group.stddev({ period }), slow.standardDeviation(candles, period)]);
  }
  columns.push([group.chaikinVolatility(), slow.chaikinVolatility(candles, 10, 10)]);
  columns.push([group.chaikinVolatility({ period: 4, change: 7 }), slow.chaikinVolatility(candles, 4, 7)]);
  columns.push([group.massIndex(), slow.massIndex(candles, 9, 25)]);
  columns.push([group.massIndex({ period: 3, candles: 5 }), slow.massIndex(candles, 3, 5)]);
  columns.push([group.ulcerIndex(), slow.ulcerIndex(candles, 14)]);
  columns.push([group.ulcerIndex({ candles: 3 }), slow.ulcerIndex(candles, 3)]);
  return columns;
}

const only = (close: number, step: Step): Step => ({ ...step, candle: { ...step.candle, close } });

describe('measures of volatility', () => {
  const steps = randomCandles(700, 33);

  it('agree with slow references on random minutes with gaps between sessions', () => {
    for (const [spec, column] of references(steps)) expectColumn(spec, steps, column);
  });

  it('agree with slow references where prices are no binary fractions', () => {
    const odd = steps.map(({ candle, session }) => {
      const [open, high, low, close] = [candle.open, candle.high, candle.low, candle.close].map((x) => x * 1.0001);
      return { session, candle: { ...candle, open: open!, high: high!, low: low!, close: close! } };
    });
    for (const [spec, column] of references(odd)) expectColumn(spec, odd, column);
  });

  it('have the defined values where one price is all there is', () => {
    const still = standingStill(steps.slice(0, 300), 5400.5);
    const last = (spec: FeatureSpec) => columnOf(spec, still).at(-1);
    for (const make of [...Object.values(group.keltner), ...Object.values(group.donchian)]) {
      expect(last(make())).toBe(5400.5);
    }
    expect(last(group.stddev())).toBe(0);
    expect(last(group.ulcerIndex())).toBe(0);
    expect(last(group.atr())).toBe(0);
    expect(last(group.bollinger.width())).toBe(0);
    expect(last(group.volRegime())).toBe(1);
    for (const make of [group.chaikinVolatility, group.massIndex, group.bollinger.position, group.jump]) {
      expect(columnOf(make(), still).every((x) => x === undefined)).toBe(true);
    }
  });

  it('compute in a set, with parts shared, what they compute alone', () => {
    const set = new FeatureSet(Object.fromEntries(volatilityDefaults.map((spec) => [spec.meta.id, spec])));
    const alone = volatilityDefaults.map((spec) => columnOf(spec, steps));
    steps.forEach(({ candle, session }, t) => {
      set.update(candle, session);
      alone.forEach((column, k) => {
        expect(set.at(k)).toBe(column[t]);
      });
    });
  });

  it('no longer show their start once settled', () => {
    const long = randomCandles(2500, 8);
    for (const spec of volatilityDefaults) {
      if (spec.meta.settled > spec.meta.warmup) expectSettled(spec, long, [90, 271, 777, 1300], 1e-5);
    }
  });

  it('begin the window anew after a price of 0', () => {
    const hole = 100;
    const zero = { open: 0, high: 0, low: 0, close: 0 };
    const holed = steps.map((step, t) => (t === hole ? { ...step, candle: { ...step.candle, ...zero } } : step));
    const candlesUntil = (spec: FeatureSpec) =>
      columnOf(spec, holed)
        .slice(hole)
        .findIndex((x) => x !== undefined);
    expect(candlesUntil(group.volatility({ candles: 20 }))).toBe(21);
    expect(candlesUntil(group.volatilityLag({ candles: 5 }))).toBe(26);
    expect(candlesUntil(group.jump())).toBe(21);
    expect(candlesUntil(group.parkinson())).toBe(20);
    expect(candlesUntil(group.yangZhang())).toBe(21);
  });

  it('carry their settings in their ids', () => {
    expect(group.keltner.upper().meta.id).toBe('keltnerUpper_20');
    expect(group.keltner.upper({ multiple: 1.5 }).meta.id).toBe('keltnerUpper(p=20,k=1.5)');
    expect(group.keltner.lower({ atrPeriod: 10 }).meta.id).toBe('keltnerLower(p=20,k=2,a=10)');
    expect(group.bollinger.upper({ period: 50 }).meta.id).toBe('bollingerUpper_50');
    expect(group.massIndex().meta.id).toBe('massIndex_9_25');
  });

  it('refuse unusable settings by name', () => {
    expect(() => group.keltner.upper({ atrPeriod: 0 })).toThrow(/keltnerUpper: atrPeriod/);
    expect(() => group.stddev({ period: 1 })).toThrow(/stddev: period/);
    expect(() => group.chaikinVolatility({ change: 0 })).toThrow(/chaikinVolatility: change/);
    expect(() => group.ulcerIndex({ candles: 2.5 })).toThrow(/ulcerIndex: candles/);
  });
});

describe('measures of volatility by hand', () => {
  const steps = randomCandles(60, 3);

  it('the ulcer index is the root mean square of falls from the highest close', () => {
    const fall = [100, 90, 80, 100].map((close, t) => only(close, steps[t]!));
    // of two candles each: 0, −10 %, −11.1 %, 0
    const values = columnOf(group.ulcerIndex({ candles: 2 }), fall);
    expect(values.slice(0, 2)).toEqual([undefined, undefined]);
    expect(values[2]).toBeCloseTo(Math.sqrt((10 ** 2 + (100 / 9) ** 2) / 2), 12);
    expect(values[3]).toBeCloseTo(Math.sqrt((100 / 9) ** 2 / 2), 12);
  });

  it('the mass index of candles of equal range is its window', () => {
    const even = steps.map(({ candle, session }) => ({ session, candle: { ...candle, high: 12, low: 10 } }));
    expect(columnOf(group.massIndex(), even).slice(39, 42)).toEqual([undefined, 25, 25]);
  });

  it('a range that doubles has a Chaikin volatility of 100 percent', () => {
    const wider = steps.map(({ candle, session }, t) => ({
      session,
      candle: { ...candle, high: 10 + 2 ** t, low: 10 },
    }));
    expect(columnOf(group.chaikinVolatility({ period: 1, change: 1 }), wider).slice(0, 3)).toEqual([
      undefined,
      100,
      100,
    ]);
  });

  it('the population deviation of 2, 4, 4, 4, 5, 5, 7, 9 is 2', () => {
    const known = [2, 4, 4, 4, 5, 5, 7, 9].map((close, t) => only(close, steps[t]!));
    expect(columnOf(group.stddev({ period: 8 }), known).at(-1)).toBe(2);
  });
});

describeWithRealData('measures of volatility on real WDO minutes', [REAL_FILE], (path) => {
  const real = realCandles(path!, 'WDOV25', 3000);

  it('agree with slow references', () => {
    const part = real.slice(0, 1300);
    for (const [spec, column] of references(part)) expectColumn(spec, part, column);
  });

  it('no longer show their start once settled', () => {
    for (const spec of volatilityDefaults) {
      if (spec.meta.settled > spec.meta.warmup) expectSettled(spec, real, [200, 555, 1111, 1777], 1e-5);
    }
  });
});
