// Fitted thresholds: the wanted share where the floors allow it, the floors where they do not.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belowFloor } from '../../../src/core/prediction/model-checks.ts';
import { fitThresholds } from '../../../src/research/training/fit-thresholds.ts';
import { type GateValues, passes } from '../../../src/research/training/gate-values.ts';
import { missionThresholds } from '../../../src/research/training/mission-thresholds.ts';
import { seeded } from './samples.ts';

/** Candles whose gates are all above the floors. */
function strongCandles(count: number): readonly GateValues[] {
  const random = seeded(11);
  return Array.from({ length: count }, (_, row) => ({
    regime: 'range',
    regimeConfidence: 0.5 + 0.3 * random(),
    probability: 0.5 + 0.5 * random(),
    direction: 0.3 + 0.7 * random(),
    magnitude: 0.001 + 0.002 * random(),
    confidence: 0.6 + 0.4 * random(),
    signedDirection: 0.5,
    row,
  }));
}

describe('fitThresholds', () => {
  it.each([0.01, 0.1, 0.5])('lets a share of %s pass, or a little more', (passShare) => {
    const values = strongCandles(4000);
    const thresholds = fitThresholds(values, { passShare, payingMagnitude: 0.0002 });
    const passed = values.filter((each) => passes(each, thresholds)).length / values.length;
    expect(passed).toBeGreaterThanOrEqual(passShare);
    expect(passed).toBeLessThan(passShare * 1.2 + 0.01);
  });

  it('gives the floors, and the magnitude that pays, where too few candles reach them', () => {
    const weak = strongCandles(100).map((each) => ({ ...each, direction: each.direction / 10, confidence: 0.2 }));
    const thresholds = fitThresholds(weak, { passShare: 0.1, payingMagnitude: 0.0004 });
    expect(thresholds).toMatchObject({ direction: 0.3, magnitude: 0.0004, confidence: 0.6 });
  });

  it('never goes below a floor, whatever the values', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const candle = fc.record({
      regime: fc.constant('range' as const),
      regimeConfidence: share,
      probability: share,
      direction: share,
      magnitude: fc.double({ min: 0, max: 0.01, noNaN: true }),
      confidence: share,
      signedDirection: share,
      row: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(candle, { minLength: 1, maxLength: 30 }), share, (values, passShare) => {
        const range = fitThresholds(values, { passShare, payingMagnitude: 0 });
        expect(belowFloor({ fitted: { trend_up: range, trend_down: range, range } })).toBeUndefined();
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('the preset mission', () => {
  it('stands on or above the floors', () => {
    expect(belowFloor({ mission: missionThresholds })).toBeUndefined();
  });
});
