// Averages of prices: equal to slow references in random, real and still markets; first value, start forgotten, refusals.

import { describe, expect, it } from 'vitest';
import { averagesDefaults } from '../../../../src/core/features/averages/defaults.ts';
import { dema, hma, kama, tema, vwapDeviation, vwma, wma } from '../../../../src/core/features/averages/index.ts';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from '../candles.ts';
import { expectColumn, expectFirstAt, expectSettled, run, standingStill } from './columns.ts';
import { averages, hma as slowHma, kama as slowKama, wma as slowWma } from './reference.ts';

const specs = new Map(averagesDefaults.map((spec) => [spec.meta.id, spec]));
const recursive = averagesDefaults.filter(({ meta }) => meta.settled > meta.warmup);

function compare(steps: readonly Step[]): void {
  for (const [id, column] of averages(steps)) expectColumn(id, run(specs.get(id)!, steps), column);
}

function withVolume(steps: readonly Step[], volumeAt: (t: number) => number): Step[] {
  return steps.map((step, t) => ({ ...step, candle: { ...step.candle, volume: volumeAt(t) } }));
}

describe('averages against slow references', () => {
  it('agree on random minutes of several sessions', () => compare(randomCandles(600, 101)));

  it('agree where the market stands still for a while', () => compare(standingStill(500, 102, 150, 80)));

  it('agree where nothing is traded for a while', () => {
    compare(withVolume(randomCandles(400, 103), (t) => (t % 90 < 40 || (t > 200 && t < 240) ? 0 : 10 + (t % 7))));
  });

  it.each([2, 3, 5, 9, 16, 37])('agree for a period of %i', (period) => {
    const steps = randomCandles(200, period);
    const closes = steps.map(({ candle }) => candle.close);
    expectColumn('wma', run(wma({ period }), steps), slowWma(closes, period));
    expectColumn('hma', run(hma({ period }), steps), slowHma(closes, period));
    expectColumn('kama', run(kama({ period, fast: 3, slow: 20 }), steps), slowKama(closes, period, 3, 20));
  });

  it.each(averagesDefaults.map((spec) => [spec.meta.id, spec] as const))(
    '%s begins at its warm-up candle',
    (_id, spec) => {
      expectFirstAt(spec, randomCandles(260, 104));
    },
  );
});

describeWithRealData('averages against slow references on real WDO minutes', [REAL_FILE], (path) => {
  it('agree', () => compare(realCandles(path!, 'WDOX25', 1300)));
});

describe('a market of one price', () => {
  const steps = standingStill(200, 105, 0, 200);
  const price = steps[0]!.candle.close;

  it.each([wma(), hma(), dema(), tema(), kama(), vwma()].map((spec) => [spec.meta.id, spec] as const))(
    'is averaged to that price by %s',
    (_id, spec) => {
      const values = run(spec, steps).slice(spec.meta.warmup - 1);
      for (const value of values) expect(Math.abs(value! / price - 1)).toBeLessThan(1e-14);
    },
  );

  it('has no deviation from its vwap', () => {
    expect(run(vwapDeviation(), steps).every((value) => value === undefined)).toBe(true);
  });
});

describe('weights by volume', () => {
  it('leave vwma without a value while nothing was traded in its window', () => {
    const values = run(
      vwma({ period: 5 }),
      withVolume(randomCandles(30, 106), (t) => (t < 10 || t === 20 ? 3 : 0)),
    );
    expect(values.map((value) => value !== undefined)).toEqual(
      Array.from({ length: 30 }, (_, t) => (t >= 4 && t < 14) || (t >= 20 && t < 25)),
    );
  });

  it('make vwma the close of the only traded candle', () => {
    const steps = withVolume(randomCandles(12, 107), (t) => (t === 8 ? 7 : 0));
    expect(run(vwma({ period: 5 }), steps).slice(8)).toEqual([8, 8, 8, 8].map((t) => steps[t]!.candle.close));
  });

  it('put the session deviation at the published value of two equal candles', () => {
    // typical prices 10 and 20 with volume 1 each: vwap 15, deviation 5; the close is 20
    const [first, second] = randomCandles(2, 108) as [Step, Step];
    const at = (step: Step, price: number): Step => ({
      ...step,
      candle: { ...step.candle, open: price, high: price, low: price, close: price, volume: 1 },
    });
    expect(run(vwapDeviation(), [at(first, 10), at(second, 20)])).toEqual([undefined, 1]);
    // a tick of 0.5 between them: its half is above the 0.144 that rounding makes; between 10 and 10.2 a deviation of 0.1 is not
    expect(run(vwapDeviation(), [at(first, 10), at(second, 10.5)])).toEqual([undefined, 1]);
    expect(run(vwapDeviation(), [at(first, 10), at(second, 10.2)])).toEqual([undefined, undefined]);
  });

  it('give no distance in deviations of far less than a tick, as a thin second candle makes them', () => {
    const [first, second, ...later] = randomCandles(40, 110) as [Step, Step, ...Step[]];
    const at = (step: Step, price: number, volume: number): Step => ({
      ...step,
      candle: { ...step.candle, open: price, high: price, low: price, close: price, volume },
    });
    const values = run(vwapDeviation(), [at(first, 5400, 10_000), at(second, 5402, 10), ...later]);
    // (2 − 0.002) over 2 √(0.000999 × 0.999): 31.6 deviations of an eighth of a tick
    expect(values[1]).toBeUndefined();
    for (const value of values) expect(Math.abs(value ?? 0)).toBeLessThan(10);
    expect(values.at(-1)).toBeDefined();
  });
});

describe('the start of a recursive average', () => {
  const steps = randomCandles(3200, 109, 540);

  it.each(recursive.map((spec) => [spec.meta.id, spec] as const))('no longer shows in %s once settled', (_id, spec) => {
    expectSettled(spec, steps, [540, 700, 911]);
  });
});

describe('parameters of averages', () => {
  it.each<[string, () => FeatureSpec, string]>([
    ['a period of 0', () => wma({ period: 0 }), 'wma: period must be a whole number from 1'],
    ['a period of 1 for Hull', () => hma({ period: 1 }), 'hma: period must be a whole number from 2'],
    ['a fast average that is the slower', () => kama({ fast: 30, slow: 2 }), 'kama: fast (30) must be below slow (2)'],
  ])('refuse %s', (_name, make, message) => {
    expect(make).toThrow(message);
  });
});
