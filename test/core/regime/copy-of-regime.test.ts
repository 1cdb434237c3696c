// Copies of regimes: whatever a detector tells stays in them, and does not change with the next candle.
import { expect, test } from 'vitest';
import { copyOfRegime } from '../../../src/core/regime/copy-of-regime.ts';
import type { Regime } from '../../../src/core/regime/regime.ts';
import { agedRegimeOf, RegimeState, regimeOf } from '../../../src/core/regime/regime-state.ts';

test.each([
  ['the rule', regimeOf],
  ['a detector that goes on without an observation', agedRegimeOf],
] as const)('the regime of %s is copied whole and stays', (_name, of) => {
  const state = new RegimeState('begins');
  const regime = of(state);
  for (const kind of ['undefined', 'range', 'trend_up'] as const) {
    state.take(kind, `is ${kind}`);
    state.rate(0.1);
    state.atr = kind === 'range' ? 4.5 : Number.NaN;
    state.nearSupport = kind === 'range' ? true : undefined;
    const copy = copyOfRegime(regime);
    expect(Object.entries(copy)).toEqual(Object.entries({ ...regime }));
    state.take('trend_down', 'is over');
    expect(copy.kind).toBe(kind);
  }
});

test('what a detector of one’s own tells beside stays in the copy', () => {
  const plain = { ...regimeOf(new RegimeState('begins')) };
  const { nearSupport: _left, ...fewer } = plain;
  for (const own of [{ ...plain, mood: 3 }, fewer, { ...fewer, inputAgeCandles: 2 }]) {
    expect(Object.entries(copyOfRegime(own as Regime))).toEqual(Object.entries(own));
  }
});
