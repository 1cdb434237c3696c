// The features of the regime: what the rule detector says, from their first candle on, with one detector for all of them.

import { describe, expect, it } from 'vitest';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import { FeatureSet } from '../../../src/core/features/feature-set.ts';
import { regimeAge, regimeDefaults, regimeFlips, regimeStrength } from '../../../src/core/regime/regime-features.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { randomCandles } from '../features/candles.ts';

const steps = randomCandles(1500, 61, 570);

describe('the features of the regime', () => {
  const set = new FeatureSet({
    strength: regimeStrength(),
    age: regimeAge(),
    flips: regimeFlips(),
    few: regimeFlips({ candles: 5 }),
  });
  const detector = ruleRegime().create();
  const kinds: string[] = [];
  const rows = steps.map(({ candle, session }) => {
    set.update(candle, session);
    detector.update(candle);
    kinds.push(detector.regime.kind);
    return { regime: { ...detector.regime }, values: [0, 1, 2, 3].map((column) => set.at(column)) };
  });

  it('regimeStrength is the ADX, not ready before candle 28', () => {
    rows.forEach(({ regime, values }, t) => {
      expect(values[0]).toBe(regime.strength);
      expect(values[0] === undefined).toBe(t < 27);
    });
  });

  it('regimeAge counts the present kind, undefined included, from candle 51 on', () => {
    rows.forEach(({ regime, values }, t) => {
      expect(values[1]).toBe(t < 50 ? undefined : regime.ageCandles);
    });
    expect(rows.some(({ regime, values }) => regime.kind === 'undefined' && values[1]! > 0)).toBe(true);
  });

  it.each([
    [2, 50],
    [3, 5],
  ])('regimeFlips counts the changes of kind in its candles', (column, n) => {
    rows.forEach(({ values }, t) => {
      let flips = 0;
      for (let k = t - n + 1; k <= t; k++) if (kinds[k] !== kinds[k - 1]) flips++;
      expect(values[column]).toBe(t < 50 + n - 1 ? undefined : flips);
    });
    expect(new Set(rows.map(({ values }) => values[column])).size).toBeGreaterThan(3);
  });

  it('are in the catalogue, with formula and source', () => {
    expect(regimeDefaults.map(({ meta }) => meta.id)).toEqual(['regimeStrength', 'regimeAge', 'regimeFlips_50']);
    for (const { meta } of regimeDefaults) {
      expect(featureById(meta.id)?.meta).toBe(meta);
      expect([meta.formula, meta.source]).not.toContain('');
    }
  });
});
