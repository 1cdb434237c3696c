// Returns and moves in a set that shares prices and windows: what each gives alone, and a new start at a price of 0.

import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { FeatureSet } from '../../../../src/core/features/feature-set.ts';
import { returnsDefaults } from '../../../../src/core/features/returns/defaults.ts';
import { expectFirstAt, run } from '../averages/columns.ts';
import { randomCandles, type Step } from '../candles.ts';

const named = returnsDefaults.map((spec) => [spec.meta.id, spec] as const);

/** Prices of 0 at candles 130 and 131. */
function holed(steps: readonly Step[]): Step[] {
  const nothing = { open: 0, high: 0, low: 0, close: 0 };
  return steps.map((step, t) => (t === 130 || t === 131 ? { ...step, candle: { ...step.candle, ...nothing } } : step));
}

describe('returns and moves', () => {
  it('give in a set what they give alone', () => {
    const steps = holed(randomCandles(400, 501));
    const specs: Record<string, FeatureSpec> = Object.fromEntries(named);
    const set = new FeatureSet(specs);
    const alone = returnsDefaults.map((spec) => run(spec, steps));
    steps.forEach(({ candle, session }, t) => {
      set.update(candle, session);
      for (let column = 0; column < alone.length; column++) expect(set.at(column)).toBe(alone[column]![t]);
    });
  });

  it.each(named)('%s begins at its warm-up candle', (_id, spec) => expectFirstAt(spec, randomCandles(130, 502)));

  it.each(named)('%s begins anew after a price of 0', (_id, spec) => {
    const values = run(spec, holed(randomCandles(300, 503)));
    const first = values.findIndex((value, t) => t >= 130 && value !== undefined);
    expect(first).toBe(131 + spec.meta.warmup);
  });
});
