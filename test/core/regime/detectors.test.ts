// The contract of every regime detector, one run of rules over all of them.

import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { changePointRegime } from '../../../src/core/regime/change-point-regime.ts';
import { cusumRegime } from '../../../src/core/regime/cusum-regime.ts';
import { hmmRegime } from '../../../src/core/regime/hmm-regime.ts';
import type { Regime } from '../../../src/core/regime/regime.ts';
import type { RegimeDetectorSpec } from '../../../src/core/regime/regime-detector.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles } from '../features/candles.ts';
import { fittedHmm } from './fitted-hmm.ts';

const DETECTORS: readonly RegimeDetectorSpec[] = [
  ruleRegime(),
  hmmRegime(fittedHmm),
  changePointRegime(),
  cusumRegime(),
];
const WITHOUT_OBSERVATION = DETECTORS.filter(({ id }) => id !== 'rule');
const candles = randomCandles(2500, 31, 570).map(({ candle }) => candle);

function regimesOf(spec: RegimeDetectorSpec, over: readonly Candle[]): Regime[] {
  const detector = spec.create();
  return over.map((candle) => {
    detector.update(candle);
    return { ...detector.regime };
  });
}

/** Candles that move up by `step` points each, or stand still. */
function moving(count: number, step: (t: number) => number): Candle[] {
  let price = 5000;
  return Array.from({ length: count }, (_, t) => {
    const open = price;
    price += step(t);
    const high = Math.max(open, price) + 0.5;
    const low = Math.min(open, price) - 0.5;
    return { ...candles[0]!, open, close: price, high, low, firstOfSession: t === 0 };
  });
}

describe.each(DETECTORS.map((spec) => [spec.id, spec] as const))('the detector %s', (_id, spec) => {
  const regimes = regimesOf(spec, candles);

  it('is undefined with confidence 0 before its warm-up', () => {
    const { warmup, regime } = spec.create();
    expect(regime).toMatchObject({ kind: 'undefined', confidence: 0, strength: undefined, atr: undefined });
    for (const { kind, confidence } of regimes.slice(0, warmup - 1))
      expect([kind, confidence]).toEqual(['undefined', 0]);
    expect(regimes.some(({ kind }) => kind !== 'undefined')).toBe(true);
  });

  it('keeps every field in its bounds', () => {
    for (const { kind, confidence, strength, ageCandles, reason, atr } of regimes) {
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(0.8);
      if (kind === 'undefined') expect(confidence).toBe(0);
      for (const number of [strength, atr]) if (number !== undefined) expect(Number.isFinite(number)).toBe(true);
      expect(Number.isSafeInteger(ageCandles) && ageCandles >= 0).toBe(true);
      expect(reason).not.toBe('');
    }
  });

  it('counts the candles of each kind, undefined included', () => {
    regimes.forEach(({ kind, ageCandles }, t) => {
      const isSame = t > 0 && regimes[t - 1]!.kind === kind;
      expect(ageCandles).toBe(isSame ? regimes[t - 1]!.ageCandles + 1 : 0);
    });
  });

  it('knows nothing of later candles', () => {
    const cut = 700;
    const later = candles.map((candle, t) =>
      t < cut ? candle : { ...candle, close: candle.close * 2, high: candle.high * 3 },
    );
    expect(regimesOf(spec, later).slice(0, cut)).toEqual(regimes.slice(0, cut));
  });

  it('made anew gives the same, and one candle object overwritten gives the same', () => {
    const shared = { ...candles[0]! };
    const detector = spec.create();
    candles.slice(0, 600).forEach((candle, t) => {
      detector.update(Object.assign(shared, candle));
      expect({ ...detector.regime }).toEqual(regimes[t]);
    });
  });

  it('keeps one object, whose copy has all fields', () => {
    const detector = spec.create();
    const { regime } = detector;
    for (const candle of candles.slice(0, 100)) detector.update(candle);
    expect(detector.regime).toBe(regime);
    const fields = ['kind', 'confidence', 'strength', 'ageCandles', 'reason', 'atr', 'nearSupport', 'nearResistance'];
    expect(Object.keys({ ...regime })).toEqual(spec.id === 'rule' ? fields : [...fields, 'inputAgeCandles']);
  });

  it('sees a steady rise as a trend up and its mirror as a trend down', () => {
    const wave = (t: number) => [1, -1, 0.5, -0.5, 1.5, -1.5][t % 6]!;
    for (const [sign, kind] of [
      [1, 'trend_up'],
      [-1, 'trend_down'],
    ] as const) {
      const seen = regimesOf(
        spec,
        moving(260, (t) => (t < 200 ? wave(t) : wave(t) + 3 * sign)),
      ).map((regime) => regime.kind);
      expect(seen.slice(200)).toContain(kind);
      expect(seen.slice(200)).not.toContain(sign === 1 ? 'trend_down' : 'trend_up');
    }
  });

  it('gives the levels of the rule detector', () => {
    const levels = ({ atr, nearSupport, nearResistance }: Regime) => ({ atr, nearSupport, nearResistance });
    expect(regimes.map(levels)).toEqual(regimesOf(ruleRegime(), candles).map(levels));
  });

  it('names all its parameters by numbers that survive JSON', () => {
    for (const value of Object.values(spec.parameters)) expect(Number.isFinite(value)).toBe(true);
    expect(JSON.parse(JSON.stringify(spec.parameters))).toEqual(spec.parameters);
  });
});

describe.each(WITHOUT_OBSERVATION.map((spec) => [spec.id, spec] as const))(
  'without an observation the detector %s',
  (_id, spec) => {
    const hole = 400;
    /** Without a price above 0 there is no observation; the windows after it have to fill again. */
    const holed = candles
      .slice(0, 800)
      .map((candle, t) => (t === hole ? { ...candle, open: 0, close: 0, low: 0, high: 0 } : candle));
    const regimes = regimesOf(spec, holed);

    it('tells how old its last observation is', () => {
      expect(regimes[hole - 1]!.inputAgeCandles).toBe(0);
      for (let age = 1; age <= 4; age++) expect(regimes[hole + age - 1]!.inputAgeCandles).toBe(age);
      expect(regimes.at(-1)!.inputAgeCandles).toBe(0);
    });

    it('is undefined after five candles, until there is one again', () => {
      for (const regime of regimes.slice(hole)) {
        if (regime.inputAgeCandles! > 5) expect(regime.kind).toBe('undefined');
      }
      expect(regimes[hole + 6]).toMatchObject({
        kind: 'undefined',
        confidence: 0,
        reason: expect.stringMatching(/too long/),
      });
      expect(regimes.slice(hole + 100).some(({ kind }) => kind !== 'undefined')).toBe(true);
    });
  },
);

describeWithRealData('after its settling the start of the history no longer shows', [REAL_FILE], (path) => {
  it.each(DETECTORS.map((spec) => [spec.id, spec] as const))('in the detector %s', (_id, spec) => {
    const real = realCandles(path!, 'WDOZ25', 6000).map(({ candle }) => candle);
    const { settled, warmup } = spec.create();
    expect(settled).toBeGreaterThanOrEqual(warmup);
    const whole = regimesOf(spec, real);
    for (const start of [500, 1777, 3001]) {
      const later = regimesOf(spec, real.slice(start));
      const first = later.findIndex((regime, t) => t >= settled && regime.kind !== later[t - 1]!.kind);
      expect(first).toBeGreaterThan(0);
      for (let t = settled; t < later.length; t++) {
        const expected = whole[start + t]!;
        expect(Math.abs(later[t]!.strength! - expected.strength!)).toBeLessThan(1e-6 * (1 + expected.strength!));
        expect(later[t]!.nearSupport).toBe(expected.nearSupport);
        if (t >= first) expect(later[t]!.kind).toBe(expected.kind);
      }
    }
  });
});
