// Takes a kind of regime; gives a detector that says it from the first candle on, or changes it candle by candle as told.
import type { Regime, RegimeKind } from '../../src/core/regime/regime.ts';
import type { RegimeDetectorSpec } from '../../src/core/regime/regime-detector.ts';

export function regimeOf(kind: RegimeKind, changes: Partial<Regime> = {}): Regime {
  const confidence = kind === 'undefined' ? 0 : 0.7;
  return {
    kind,
    confidence,
    strength: 30,
    ageCandles: 0,
    reason: `said to be ${kind}`,
    atr: 4,
    nearSupport: undefined,
    nearResistance: undefined,
    ...changes,
  };
}

/** The same regime always. */
export function fixedRegime(kind: RegimeKind, changes: Partial<Regime> = {}): RegimeDetectorSpec {
  return {
    id: `fixed-${kind}`,
    parameters: {},
    create: () => ({ regime: regimeOf(kind, changes), warmup: 0, settled: 0, update: () => {} }),
  };
}
