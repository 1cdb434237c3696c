// What a detector found at a candle in; the regime as everyone reads it, one object that costs a candle no memory, out.

import type { Regime, RegimeKind } from './regime.ts';

/** A share of certainty that no rule exceeds. */
const MOST_CONFIDENCE = 0.8;
/** At the threshold of a kind. */
const ENTRY_CONFIDENCE = 0.5;

/** The writable side of a Regime. Numbers that are not known are NaN here, so that their fields stay plain numbers. */
export class RegimeState {
  kind: RegimeKind = 'undefined';
  /** Of a kind other than undefined. */
  confidence = Number.NaN;
  strength = Number.NaN;
  atr = Number.NaN;
  ageCandles = 0;
  inputAgeCandles = 0;
  nearSupport: boolean | undefined = undefined;
  nearResistance: boolean | undefined = undefined;
  reason: string;
  private begun = false;

  constructor(reason: string) {
    this.reason = reason;
  }

  /** The confidence of a kind other than undefined that lies `above` its threshold, in shares of certainty. */
  rate(above: number): void {
    this.confidence = Math.max(0, Math.min(MOST_CONFIDENCE, ENTRY_CONFIDENCE + above));
  }

  /** The kind of this candle; its age goes on, or begins anew. */
  take(kind: RegimeKind, reason: string): void {
    this.ageCandles = this.begun && kind === this.kind ? this.ageCandles + 1 : 0;
    this.begun = true;
    this.kind = kind;
    this.reason = reason;
  }
}

/** Own, enumerable accessors: a copy by spreading has all fields. */
export function regimeOf(state: RegimeState): Regime {
  return {
    get kind() {
      return state.kind;
    },
    get confidence() {
      return state.kind === 'undefined' ? 0 : state.confidence;
    },
    get strength() {
      return known(state.strength);
    },
    get ageCandles() {
      return state.ageCandles;
    },
    get reason() {
      return state.reason;
    },
    get atr() {
      return known(state.atr);
    },
    get nearSupport() {
      return state.nearSupport;
    },
    get nearResistance() {
      return state.nearResistance;
    },
  };
}

/** For detectors that can go on without an observation. */
export function agedRegimeOf(state: RegimeState): Regime {
  const regime = regimeOf(state);
  Object.defineProperty(regime, 'inputAgeCandles', { get: () => state.inputAgeCandles, enumerable: true });
  return regime;
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
