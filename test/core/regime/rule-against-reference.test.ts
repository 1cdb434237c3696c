// The rule regime against the slow reference, at every candle: kind, age, confidence and nearness to levels.

import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles } from '../features/candles.ts';
import { ruleReference } from './rule-reference.ts';

function expectAgreement(candles: readonly Candle[], confirm: number): void {
  const detector = ruleRegime({ confirm }).create();
  const reference = ruleReference(candles, confirm);
  const entered = new Set<string>();
  candles.forEach((candle, t) => {
    detector.update(candle);
    const { kind, ageCandles, confidence, nearSupport, nearResistance } = detector.regime;
    const { confidence: expected, ...facts } = reference[t]!;
    expect({ kind, ageCandles, nearSupport, nearResistance }, `candle ${t + 1}`).toEqual(facts);
    expect(Math.abs(confidence - expected)).toBeLessThan(1e-9);
    entered.add(kind);
  });
  expect(entered.size).toBe(4);
}

describe('the rule regime agrees with the slow reference', () => {
  it.each([1, 2, 3])('on a seeded market where %d candles confirm', (confirm) => {
    expectAgreement(
      randomCandles(4000, 23, 570).map(({ candle }) => candle),
      confirm,
    );
  });
});

describeWithRealData('the rule regime agrees with the slow reference', [REAL_FILE], (path) => {
  it.each(['WDOU25', 'WDOZ25'])('at every minute of %s', (contract) => {
    expectAgreement(
      realCandles(path!, contract, 20_000).map(({ candle }) => candle),
      2,
    );
  });
});
