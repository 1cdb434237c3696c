// The rule regime: every sentence of its definition, checked at all candles of a long seeded market and of real WDO minutes.

import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import type { Regime, RegimeKind } from '../../../src/core/regime/regime.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles } from '../features/candles.ts';
import * as slow from '../features/reference.ts';

interface Row {
  readonly regime: Regime;
  readonly before: RegimeKind;
  readonly adx: number;
  readonly atr: number;
  readonly fast: number;
  readonly middle: number;
  readonly slow: number;
  readonly upper: number;
  readonly lower: number;
  readonly close: number;
}

/** The detector's regimes beside indicators computed the slow way; from candle 50 on, when all of them exist. */
function rowsOf(candles: readonly Candle[], parameters = {}): Row[] {
  const closes = candles.map(({ close }) => close);
  const adx = slow.adx(candles, 14).adx;
  const atr = slow.atr(candles, 14);
  const averages = [9, 20, 50].map((period) => slow.ema(closes, period));
  const middle = slow.rolling(closes, 20, slow.mean);
  const spread = slow.rolling(closes, 20, (window) => 2 * slow.deviation(window, 0));
  const detector = ruleRegime(parameters).create();
  let before: RegimeKind = 'undefined';
  const rows = candles.map((candle, t): Row => {
    detector.update(candle);
    const row = {
      regime: { ...detector.regime },
      before,
      adx: adx[t]!,
      atr: atr[t]!,
      fast: averages[0]![t]!,
      middle: averages[1]![t]!,
      slow: averages[2]![t]!,
      upper: middle[t]! + spread[t]!,
      lower: middle[t]! - spread[t]!,
      close: candle.close,
    };
    before = row.regime.kind;
    return row;
  });
  return rows.slice(49);
}

const rises = (row: Row) => row.fast > row.middle && row.middle > row.slow;
const falls = (row: Row) => row.fast < row.middle && row.middle < row.slow;

/** What the entry rule alone says of a candle. */
function ruleOf(row: Row): RegimeKind {
  if (row.adx >= 25) {
    if (rises(row)) return 'trend_up';
    return falls(row) ? 'trend_down' : 'undefined';
  }
  // a close exactly on a band is within, whichever way the band was rounded
  const isInside = row.close <= row.upper + 1e-9 && row.close >= row.lower - 1e-9;
  return isInside && Math.abs(row.fast - row.slow) < row.atr ? 'range' : 'undefined';
}

/** Checks each row that `applies`, and that there were some. */
function forAll(rows: readonly Row[], applies: (row: Row, t: number) => boolean, check: (row: Row, t: number) => void) {
  let checked = 0;
  rows.forEach((row, t) => {
    if (!applies(row, t)) return;
    check(row, t);
    checked++;
  });
  expect(checked).toBeGreaterThan(0);
}

const is = (kind: RegimeKind) => (row: Row) => row.regime.kind === kind;
const isTrend = (kind: RegimeKind) => kind === 'trend_up' || kind === 'trend_down';

function sentences(rows: readonly Row[]): void {
  it('trend_up is entered with adx of 25 or more and ema 9 > 20 > 50, for two candles', () => {
    forAll(
      rows,
      (row, t) => t > 0 && is('trend_up')(row) && row.before !== 'trend_up',
      (_row, t) => expect([ruleOf(rows[t - 1]!), ruleOf(rows[t]!)]).toEqual(['trend_up', 'trend_up']),
    );
  });

  it('trend_down is its mirror', () => {
    forAll(
      rows,
      (row, t) => t > 0 && is('trend_down')(row) && row.before !== 'trend_down',
      (_row, t) => expect([ruleOf(rows[t - 1]!), ruleOf(rows[t]!)]).toEqual(['trend_down', 'trend_down']),
    );
  });

  it('range is adx below 25, the close within the bands and ema 9 within one atr of ema 50, entered after two candles', () => {
    forAll(rows, is('range'), (row, t) => {
      expect(ruleOf(row)).toBe('range');
      if (row.before !== 'range' && t > 0) expect(ruleOf(rows[t - 1]!)).toBe('range');
    });
  });

  it('a trend is held while its averages keep their order and adx is 20 or more', () => {
    forAll(
      rows,
      (row) => row.before === 'trend_up' && rises(row) && row.adx >= 20,
      (row) => expect(row.regime.kind).toBe('trend_up'),
    );
    forAll(
      rows,
      (row) => row.before === 'trend_down' && falls(row) && row.adx >= 20 && row.adx < 25,
      (row) => expect(row.regime.kind).toBe('trend_down'),
    );
  });

  it('a trend is left below adx 20', () => {
    forAll(
      rows,
      (row) => isTrend(row.before) && row.adx < 20,
      (row) => expect(isTrend(row.regime.kind)).toBe(false),
    );
  });

  it('a trend ends at once when the order of its averages breaks', () => {
    forAll(
      rows,
      (row) => (row.before === 'trend_up' && !rises(row)) || (row.before === 'trend_down' && !falls(row)),
      (row) => expect(row.regime.kind).not.toBe(row.before),
    );
  });

  it('undefined needs no confirmation: a regime whose rule fails is undefined at that candle', () => {
    forAll(
      rows,
      (row) => row.before === 'range' && ruleOf(row) !== 'range',
      (row) => expect(row.regime.kind).toBe('undefined'),
    );
  });

  it('a regime never turns into another without an undefined candle between', () => {
    forAll(
      rows,
      (row) => row.before !== 'undefined' && row.regime.kind !== row.before,
      (row) => expect(row.regime.kind).toBe('undefined'),
    );
  });

  it('a rule that has held for two candles is the regime, unless a trend is held against it', () => {
    forAll(
      rows,
      (row, t) =>
        t > 1 && ruleOf(row) !== 'undefined' && ruleOf(rows[t - 1]!) === ruleOf(row) && !isTrend(rows[t - 1]!.before),
      (row, t) => {
        const isHeld = isTrend(row.before) && row.before !== ruleOf(row);
        if (!isHeld && !isTrend(rows[t - 1]!.regime.kind)) expect(row.regime.kind).toBe(ruleOf(row));
      },
    );
  });

  it('confidence of a trend is 0.5 + (adx − 25) / 75, at most 0.8', () => {
    forAll(
      rows,
      (row) => isTrend(row.regime.kind),
      (row) => expect(row.regime.confidence).toBeCloseTo(Math.min(0.8, 0.5 + (row.adx - 25) / 75), 12),
    );
  });

  it('confidence of a range is 0.5 + (25 − adx) / 50, at most 0.8, and of undefined 0', () => {
    forAll(rows, is('range'), (row) =>
      expect(row.regime.confidence).toBeCloseTo(Math.min(0.8, 0.5 + (25 - row.adx) / 50), 12),
    );
    forAll(rows, is('undefined'), (row) => expect(row.regime.confidence).toBe(0));
  });

  it('tells adx and atr, and counts candles since it was entered', () => {
    forAll(
      rows,
      (_row, t) => t > 0,
      (row, t) => {
        expect(row.regime.strength).toBeCloseTo(row.adx, 8);
        expect(row.regime.atr).toBeCloseTo(row.atr, 8);
        const isSame = row.before === row.regime.kind;
        expect(row.regime.ageCandles).toBe(isSame ? rows[t - 1]!.regime.ageCandles + 1 : 0);
      },
    );
  });

  it('says why', () => {
    forAll(rows, is('range'), (row) => expect(row.regime.reason).toMatch(/^adx below 25, close within the bands/));
    forAll(rows, is('trend_up'), (row) => expect(row.regime.reason).toMatch(/^ema 9 > 20 > 50, adx/));
    forAll(rows, is('trend_down'), (row) => expect(row.regime.reason).toMatch(/^ema 9 < 20 < 50, adx/));
    forAll(rows, is('undefined'), (row) => expect(row.regime.reason).toMatch(/rule holds/));
  });
}

const seeded = randomCandles(6000, 17, 570).map(({ candle }) => candle);

describe('the rule regime on a seeded market', () => {
  sentences(rowsOf(seeded));
});

describeWithRealData('the rule regime on real WDO minutes', [REAL_FILE], (path) => {
  sentences(rowsOf(realCandles(path!, 'WDOZ25', 4000).map(({ candle }) => candle)));
});

describe('the rule regime', () => {
  it('is undefined below 50 candles, saying that it warms up, and can be defined at its warm-up candle', () => {
    const spec = ruleRegime();
    const detector = spec.create();
    expect(detector.regime).toMatchObject({ kind: 'undefined', confidence: 0, strength: undefined, atr: undefined });
    expect(detector.warmup).toBe(51);
    let price = 5400;
    const kinds = Array.from({ length: 52 }, () => {
      price += 1;
      detector.update({ ...seeded[0]!, open: price - 1, high: price, low: price - 1, close: price });
      return detector.regime.kind;
    });
    expect(kinds.findIndex((kind) => kind !== 'undefined')).toBe(50);
    expect(kinds[50]).toBe('trend_up');
  });

  it('gives a reason of warming up until then', () => {
    const detector = ruleRegime().create();
    for (const candle of seeded.slice(0, 49)) detector.update(candle);
    expect(detector.regime.reason).toBe('fewer than 50 candles, or an input not ready');
    detector.update(seeded[49]!);
    expect(detector.regime.reason).not.toMatch(/fewer than/);
  });

  it('enters at once where one candle confirms', () => {
    forAll(
      rowsOf(seeded, { confirm: 1 }),
      (row) => !isTrend(row.before),
      (row) => expect(row.regime.kind).toBe(ruleOf(row)),
    );
  });

  it('knows nothing of later candles and is the same when made anew', () => {
    const detector = ruleRegime().create();
    const whole = rowsOf(seeded.slice(0, 600));
    for (const candle of seeded.slice(0, 300)) detector.update(candle);
    expect(detector.regime).toEqual(whole[250]!.regime);
  });

  it('keeps one object, so that a candle allocates none', () => {
    const detector = ruleRegime().create();
    const { regime } = detector;
    for (const candle of seeded.slice(0, 100)) detector.update(candle);
    expect(detector.regime).toBe(regime);
  });

  it('carries its settings, all numbers', () => {
    const spec = ruleRegime({ confirm: 3 });
    expect(spec.id).toBe('rule');
    expect(spec.parameters).toMatchObject({ confirm: 3, adxEnter: 25, adxLeave: 20, emaSlow: 50, swingCandles: 3 });
  });

  it.each<[Record<string, number>, string]>([
    [{ confirm: 0 }, 'confirm must be a whole number from 1, not 0'],
    [{ adxPeriod: 1 }, 'adxPeriod must be a whole number from 2, not 1'],
    [{ adxLeave: 30 }, 'adxLeave must not be above adxEnter, nor that above 100'],
    [{ emaFast: 30 }, 'emaFast, emaMiddle, emaSlow must rise'],
    [{ nearAtr: Number.NaN }, 'nearAtr must be a number of 0 or more, not NaN'],
    [{ nearATR: 1 }, 'has no setting nearATR'],
  ])('refuses %o', (parameters, message) => {
    expect(() => ruleRegime(parameters)).toThrow(new RangeError(`ruleRegime: ${message}`));
  });
});
