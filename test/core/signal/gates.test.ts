// Gates of a signal: all pass together, each fails alone with its own code, and NaN fails.
import { describe, expect, it } from 'vitest';
import type { RegimeThresholds } from '../../../src/core/prediction/model-manifest.ts';
import type { Prediction } from '../../../src/core/prediction/prediction.ts';
import { evaluateGates } from '../../../src/core/signal/gates.ts';
import type { HoldCode } from '../../../src/core/signal/hold-code.ts';
import { regimeOf } from '../../support/fixed-regime.ts';

const thresholds: RegimeThresholds = {
  regimeConfidence: 0.6,
  probability: 0.5,
  direction: 0.3,
  magnitude: 0.0002,
  confidence: 0.6,
};
const up: Prediction = {
  direction: 0.4,
  magnitude: 0.0003,
  confidence: 0.7,
  probabilities: { down: 0.15, flat: 0.3, up: 0.55 },
  members: [],
};
const down: Prediction = { ...up, direction: -0.4, probabilities: { down: 0.55, flat: 0.3, up: 0.15 } };
const trendUp = regimeOf('trend_up');

const failed = (
  ...[regime, prediction, limits]: Parameters<typeof evaluateGates>
): readonly (readonly [string, HoldCode])[] =>
  evaluateGates(regime, prediction, limits)
    .filter(({ passed }) => !passed)
    .map(({ gate, code }) => [gate, code]);

describe('the gates of a signal', () => {
  it('are six, all of them told with value and limit, passed or not', () => {
    expect(evaluateGates(trendUp, up, thresholds)).toEqual([
      { gate: 'regimeConfidence', value: 0.7, limit: 0.6, passed: true, code: 'lowRegimeConfidence' },
      { gate: 'probability', value: 0.55, limit: 0.5, passed: true, code: 'lowProbability' },
      { gate: 'direction', value: 0.4, limit: 0.3, passed: true, code: 'weakDirection' },
      { gate: 'magnitude', value: 0.0003, limit: 0.0002, passed: true, code: 'smallMagnitude' },
      { gate: 'confidence', value: 0.7, limit: 0.6, passed: true, code: 'lowConfidence' },
      { gate: 'side', value: 1, limit: 1, passed: true, code: 'againstRegime' },
    ]);
    expect(failed(regimeOf('trend_down'), down, thresholds)).toEqual([]);
  });

  const alone: readonly (readonly [string, HoldCode, (value: number) => Parameters<typeof evaluateGates>])[] = [
    ['regimeConfidence', 'lowRegimeConfidence', (value) => [{ ...trendUp, confidence: value }, up, thresholds]],
    [
      'probability',
      'lowProbability',
      (value) => [trendUp, { ...up, probabilities: { down: 0, flat: 0, up: value } }, thresholds],
    ],
    ['direction', 'weakDirection', (value) => [trendUp, { ...up, direction: value }, thresholds]],
    ['magnitude', 'smallMagnitude', (value) => [trendUp, { ...up, magnitude: value }, thresholds]],
    ['confidence', 'lowConfidence', (value) => [trendUp, { ...up, confidence: value }, thresholds]],
  ];
  for (const [gate, code, at] of alone) {
    it(`fail by ${gate} alone just below its limit, and pass on it`, () => {
      const limit = thresholds[gate as keyof RegimeThresholds];
      expect(failed(...at(limit))).toEqual([]);
      expect(failed(...at(limit * (1 - 1e-12)))).toEqual([[gate, code]]);
    });

    it(`fail by ${gate} that is not a number`, () => {
      expect(failed(...at(Number.NaN))).toContainEqual([gate, code]);
    });

    it(`fail where the limit of ${gate} is not a number`, () => {
      expect(failed(trendUp, up, { ...thresholds, [gate]: Number.NaN })).toEqual([[gate, code]]);
    });
  }

  it('let a trend be followed only', () => {
    expect(failed(trendUp, down, thresholds)).toEqual([['side', 'againstRegime']]);
    expect(failed(regimeOf('trend_down'), up, thresholds)).toEqual([['side', 'againstRegime']]);
  });

  it('let a range be bought near its support and sold near its resistance only', () => {
    const near = (nearSupport: boolean | undefined, nearResistance: boolean | undefined) =>
      regimeOf('range', { nearSupport, nearResistance });
    expect(failed(near(true, false), up, thresholds)).toEqual([]);
    expect(failed(near(false, true), down, thresholds)).toEqual([]);
    for (const level of [false, undefined]) {
      expect(failed(near(level, true), up, thresholds)).toEqual([['side', 'noLevel']]);
      expect(failed(near(true, level), down, thresholds)).toEqual([['side', 'noLevel']]);
    }
  });

  it('fail without a direction, whatever the limit of it', () => {
    const none = { ...up, direction: 0 };
    const open = { ...thresholds, direction: 0, probability: 0 };
    expect(failed(trendUp, none, open)).toEqual([['side', 'againstRegime']]);
    expect(failed(regimeOf('range', { nearSupport: true, nearResistance: true }), none, open)).toEqual([
      ['side', 'noLevel'],
    ]);
  });
});
