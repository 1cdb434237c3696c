// Indicators of volume: equal to slow references in random, real, still and empty markets; first value, start forgotten, refusals.

import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { volumeDefaults } from '../../../../src/core/features/volume/defaults.ts';
import * as volume from '../../../../src/core/features/volume/index.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { expectColumn, expectFirstAt, expectSettled, run, standingStill } from '../averages/columns.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from '../candles.ts';
import * as slow from './reference.ts';

const specs = new Map(volumeDefaults.map((spec) => [spec.meta.id, spec]));

function compare(steps: readonly Step[]): void {
  const candles = steps.map(({ candle }) => candle);
  const contracts = Math.max(...candles.map((candle) => candle.volume));
  const expectSame = (id: string, expected: ReturnType<typeof slow.obv>, scale?: number) =>
    expectColumn(id, run(specs.get(id)!, steps), expected, scale);
  expectSame('obv', slow.obv(candles));
  expectSame('adLine', slow.adLine(candles), contracts);
  expectSame('pvt', slow.pvt(candles));
  expectSame('nvi', slow.nvi(candles));
  expectSame('pvi', slow.pvi(candles));
  expectSame('chaikinMoneyFlow_20', slow.chaikinMoneyFlow(candles, 20), 1);
  expectSame('mfi_14', slow.mfi(candles, 14), 100);
  expectSame('chaikinOscillator_3_10', slow.chaikinOscillator(candles, 3, 10), contracts);
  expectSame('forceIndex_13', slow.forceIndex(candles, 13));
  expectSame('easeOfMovement_14', slow.easeOfMovement(candles, 14));
  expectSame('volumeOscillator_5_20', slow.volumeOscillator(candles, 5, 20), 100);
}

function withVolume(steps: readonly Step[], volumeAt: (t: number) => number): Step[] {
  return steps.map((step, t) => ({ ...step, candle: { ...step.candle, volume: volumeAt(t) } }));
}

describe('volume indicators against slow references', () => {
  it('agree on random minutes of several sessions', () => compare(randomCandles(500, 201)));

  it('agree where state begins in the middle of a session', () => compare(randomCandles(300, 202).slice(37)));

  it('agree where the market stands still for a while', () => compare(standingStill(400, 203, 150, 70)));

  it.each([2, 3, 7, 16])('agree for a period of %i', (period) => {
    const steps = randomCandles(150, period);
    const candles = steps.map(({ candle }) => candle);
    expectColumn('cmf', run(volume.chaikinMoneyFlow({ period }), steps), slow.chaikinMoneyFlow(candles, period), 1);
    expectColumn('mfi', run(volume.mfi({ period }), steps), slow.mfi(candles, period), 100);
    expectColumn('force', run(volume.forceIndex({ period }), steps), slow.forceIndex(candles, period));
    expectColumn('ease', run(volume.easeOfMovement({ period }), steps), slow.easeOfMovement(candles, period));
    const windows = { fast: period - 1, slow: period };
    const oscillator = run(volume.chaikinOscillator(windows), steps);
    expectColumn('chaikin', oscillator, slow.chaikinOscillator(candles, period - 1, period), 2000);
    expectColumn(
      'oscillator',
      run(volume.volumeOscillator(windows), steps),
      slow.volumeOscillator(candles, period - 1, period),
      100,
    );
  });

  it.each(volumeDefaults.map((spec) => [spec.meta.id, spec] as const))(
    '%s begins at its warm-up candle',
    (_id, spec) => {
      expectFirstAt(spec, randomCandles(260, 204));
    },
  );

  it('agree, whole windows and lines alike, where nothing is traded now and then', () => {
    const steps = withVolume(randomCandles(400, 205), (t) => (t % 90 > 60 ? 0 : 10 + ((t * 7) % 13)));
    const candles = steps.map(({ candle }) => candle);
    expectColumn('obv', run(volume.obv(), steps), slow.obv(candles));
    expectColumn('adLine', run(volume.adLine(), steps), slow.adLine(candles), 20);
    expectColumn('nvi', run(volume.nvi(), steps), slow.nvi(candles));
    expectColumn('cmf', run(volume.chaikinMoneyFlow(), steps), slow.chaikinMoneyFlow(candles, 20), 1);
    expectColumn('mfi', run(volume.mfi(), steps), slow.mfi(candles, 14), 100);
    expectColumn('oscillator', run(volume.volumeOscillator(), steps), slow.volumeOscillator(candles, 5, 20), 100);
    const ease = run(volume.easeOfMovement(), steps);
    const expected = slow.easeOfMovement(candles, 14);
    expectColumn('ease', ease, expected);
    expect(ease[60]).toBeDefined();
    expect(ease[61]).toBeUndefined();
  });
});

describeWithRealData('volume indicators against slow references on real WDO minutes', [REAL_FILE], (path) => {
  it('agree', () => compare(realCandles(path!, 'WDOX25', 1200)));
});

describe('the start of history', () => {
  it('no longer shows after the candles that the metadata states', () => {
    for (const id of ['chaikinOscillator_3_10', 'forceIndex_13']) {
      expectSettled(specs.get(id)!, randomCandles(600, 206), [1, 50, 123, 300]);
    }
  });

  it('never shows in the lines of a session', () => {
    const steps = randomCandles(300, 207);
    for (const id of ['obv', 'adLine', 'pvt', 'nvi', 'pvi']) {
      const all = run(specs.get(id)!, steps);
      const late = run(specs.get(id)!, steps.slice(40));
      expect(late.slice(0, 50).every((value) => value === undefined)).toBe(true);
      expect(late.slice(50)).toEqual(all.slice(90));
    }
  });
});

describe('a set that shares sums of volume', () => {
  it('gives what each feature gives alone', () => {
    const steps = randomCandles(300, 208);
    const named: Record<string, FeatureSpec> = Object.fromEntries(volumeDefaults.map((spec) => [spec.meta.id, spec]));
    const set = new FeatureSet(named);
    const alone = volumeDefaults.map((spec) => run(spec, steps));
    steps.forEach(({ candle, session }, t) => {
      set.update(candle, session);
      for (let column = 0; column < alone.length; column++) expect(set.at(column)).toBe(alone[column]![t]);
    });
  });
});

describe('parameters of volume indicators', () => {
  it('are refused where they make no sense', () => {
    expect(() => volume.mfi({ period: 0 })).toThrow(/mfi: period/);
    expect(() => volume.chaikinMoneyFlow({ period: 1.5 })).toThrow(/chaikinMoneyFlow: period/);
    expect(() => volume.chaikinOscillator({ fast: 10, slow: 10 })).toThrow(/chaikinOscillator: fast/);
    expect(() => volume.volumeOscillator({ fast: 20, slow: 5 })).toThrow(/volumeOscillator: fast/);
  });

  it('stand in the id', () => {
    expect(volume.chaikinOscillator({ fast: 2, slow: 7 }).meta.id).toBe('chaikinOscillator_2_7');
    expect(volume.volumeOscillator().meta.id).toBe('volumeOscillator_5_20');
  });
});
