// Indicators of momentum: equal to slow references in random, real and still markets; first value, start forgotten, refusals.

import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { Ring } from '../../../../src/core/features/indicators/ring.ts';
import { Streak } from '../../../../src/core/features/indicators/streak.ts';
import { oscillatorsDefaults } from '../../../../src/core/features/oscillators/defaults.ts';
import {
  awesomeOscillator,
  cci,
  cmo,
  connorsRsi,
  momentumIndicator,
  roc,
  rsi,
  stochRsi,
  trix,
  tsi,
  ultimateOscillator,
} from '../../../../src/core/features/oscillators/index.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { expectColumn, expectFirstAt, expectSettled, run, standingStill } from '../averages/columns.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from '../candles.ts';
import * as slow from './reference.ts';

const specs = new Map(oscillatorsDefaults.map((spec) => [spec.meta.id, spec]));
const recursive = oscillatorsDefaults.filter(({ meta }) => meta.settled > meta.warmup);
const named = (list: readonly FeatureSpec[]) => list.map((spec) => [spec.meta.id, spec] as const);

function compare(steps: readonly Step[]): void {
  for (const [id, column] of slow.oscillators(steps)) {
    // of a price as 100 percent, rounding alone leaves some 1e-14 in its change
    const scale = id === 'trix_15' ? 1e-4 : undefined;
    expectColumn(id, run(specs.get(id)!, steps), column, scale);
  }
}

describe('indicators of momentum against slow references', () => {
  it('agree on random minutes of several sessions', () => compare(randomCandles(600, 201)));

  it('agree where the market stands still for a while', () => compare(standingStill(500, 202, 150, 60)));

  it('agree with other parameters than the default ones', () => {
    const steps = randomCandles(300, 203);
    const closes = steps.map(({ candle }) => candle.close);
    const { k, d } = slow.stochRsi(closes, 7, 9, 2, 4);
    const given = { rsi: 7, period: 9, smoothing: 2, signal: 4 };
    expectColumn('stochRsi k', run(stochRsi.k(given), steps), k);
    expectColumn('stochRsi d', run(stochRsi.d(given), steps), d);
    expectColumn('cci', run(cci({ period: 7 }), steps), slow.cci(steps, 7));
    expectColumn('cmo', run(cmo({ period: 5 }), steps), slow.cmo(closes, 5));
    expectColumn('trix', run(trix({ period: 4 }), steps), slow.trix(closes, 4));
    expectColumn('tsi', run(tsi({ slow: 6, fast: 9 }), steps), slow.tsi(closes, 6, 9));
    expectColumn('ao', run(awesomeOscillator({ fast: 3, slow: 8 }), steps), slow.awesomeOscillator(steps, 3, 8));
    const windows = { fast: 2, middle: 5, slow: 11 };
    expectColumn('uo', run(ultimateOscillator(windows), steps), slow.ultimateOscillator(steps, [2, 5, 11]));
    const connors = connorsRsi({ rsi: 4, streak: 3, rank: 20 });
    expectColumn('connors', run(connors, steps), slow.connorsRsi(closes, 4, 3, 20));
  });

  it.each(named(oscillatorsDefaults))('%s begins at its warm-up candle', (_id, spec) => {
    expectFirstAt(spec, randomCandles(260, 204));
  });
});

describeWithRealData('indicators of momentum against slow references on real WDO minutes', [REAL_FILE], (path) => {
  it('agree', () => compare(realCandles(path!, 'WDOX25', 1300)));
});

describe('a market of one price', () => {
  const steps = standingStill(250, 205, 0, 250);
  const still = ['roc_10', 'mom_10', 'trix_15', 'awesomeOscillator_5_34'];

  it.each(still)('has a %s of 0', (id) => {
    const spec = specs.get(id)!;
    expect(new Set(run(spec, steps).slice(spec.meta.warmup - 1))).toEqual(new Set([0]));
  });

  it.each([...slow.oscillators(steps).keys()].filter((id) => !still.includes(id)))('has no %s', (id) => {
    expect(run(specs.get(id)!, steps).every((value) => value === undefined)).toBe(true);
  });
});

describe('a market that only rises', () => {
  const steps = randomCandles(300, 206).map((step, t) => {
    const close = 100 + t;
    return { ...step, candle: { ...step.candle, open: close - 1, high: close, low: close - 1, close } };
  });

  it.each([
    ['rsi_14', 100],
    ['cmo_14', 100],
    ['tsi_25_13', 100],
    ['williamsR_14', 0],
    ['ultimateOscillator_7_14_28', 100],
    ['mom_10', 10],
  ] as const)('puts %s at %d', (id, value) => {
    const spec = specs.get(id)!;
    expect(new Set(run(spec, steps).slice(spec.meta.warmup - 1))).toEqual(new Set([value]));
  });

  it('has no range of the index for its stochastic', () => {
    expect(run(stochRsi.k(), steps).every((value) => value === undefined)).toBe(true);
  });
});

describe('volume', () => {
  it.each(named(oscillatorsDefaults))('says nothing to %s', (_id, spec) => {
    const steps = randomCandles(200, 207);
    const untraded = steps.map((step) => ({ ...step, candle: { ...step.candle, volume: 0 } }));
    expect(run(spec, untraded)).toEqual(run(spec, steps));
  });
});

describe('momentum over the start of a session', () => {
  it('has the overnight move in it, in points and in percent', () => {
    const steps = randomCandles(100, 208, 50);
    const [then, now] = [steps[49]!.candle.close, steps[50]!.candle.close];
    expect(run(momentumIndicator({ candles: 1 }), steps)[50]).toBe(now - then);
    expect(run(roc({ candles: 1 }), steps)[50]).toBe(100 * (now / then - 1));
  });
});

describe('a price of 0', () => {
  it('leaves ConnorsRSI without a value until a hundred returns are whole again', () => {
    const steps = randomCandles(300, 209).map((step, t) =>
      t === 150 ? { ...step, candle: { ...step.candle, open: 0, high: 0, low: 0, close: 0 } } : step,
    );
    const missing = run(connorsRsi(), steps).flatMap((value, t) => (t > 101 && value === undefined ? [t] : []));
    expect([missing[0], missing.at(-1), missing.length]).toEqual([151, 251, 101]);
    expect(run(roc(), steps).flatMap((value, t) => (t >= 10 && value === undefined ? [t] : []))).toEqual([160]);
  });
});

describe('what the indicators are made of', () => {
  it('counts closes in a row that rose or fell', () => {
    const streak = new Streak();
    const counted = [5, 6, 7, 7, 6, 5, 4, 8].map((close) => {
      streak.push(close);
      return streak.ready ? streak.value : undefined;
    });
    expect(counted).toEqual([undefined, 1, 2, 0, -1, -2, -3, 1]);
  });

  it('counts the numbers of a ring below its newest, wherever the ring stands', () => {
    const ring = new Ring(4);
    const counts = [3, 1, 2, 2, 5, 0, 4].map((x) => {
      ring.push(x);
      return ring.countBelowNewest();
    });
    expect(counts).toEqual([0, 0, 1, 1, 3, 0, 2]);
  });

  it('makes the oscillator of Chande twice the index of Wilder, less 100', () => {
    const steps = randomCandles(200, 210);
    const index = run(rsi(), steps);
    run(cmo(), steps).forEach((value, t) => {
      if (value !== undefined) expect(Math.abs(value - (2 * index[t]! - 100))).toBeLessThan(1e-11);
    });
  });
});

describe('the start of a recursive indicator', () => {
  const steps = randomCandles(1800, 211, 540);

  it.each(named(recursive))('no longer shows in %s once settled', (_id, spec) => {
    expectSettled(spec, steps, [540, 700, 911]);
  });
});

describe('parameters of indicators of momentum', () => {
  it.each<[string, () => FeatureSpec, string]>([
    ['a window of 1 for deviations', () => cci({ period: 1 }), 'cci: period must be a whole number from 2'],
    [
      'a momentum over no candle',
      () => momentumIndicator({ candles: 0 }),
      'mom: candles must be a whole number from 1',
    ],
    ['windows in disorder', () => ultimateOscillator({ fast: 14 }), 'fast (14) must be below middle (14)'],
    ['a fraction of a candle', () => stochRsi.k({ period: 2.5 }), 'stochRsiK: period must be a whole number from 1'],
  ])('refuse %s', (_name, make, message) => {
    expect(make).toThrow(message);
  });
});
