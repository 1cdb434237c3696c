// The market regime that every detector gives: kind, confidence, age, and the levels a range strategy needs.

export type RegimeKind = 'trend_up' | 'trend_down' | 'range' | 'undefined';

export interface Regime {
  readonly kind: RegimeKind;
  /** 0..1; 0 when undefined. */
  readonly confidence: number;
  /** The detector's measure of strength (ADX for the rule); undefined before it is ready. */
  readonly strength: number | undefined;
  /** Candles since this regime was entered; 0 on the first. */
  readonly ageCandles: number;
  /** Why the regime is undefined, or which rule holds. */
  readonly reason: string;
  /** Average true range in points, where ready. */
  readonly atr: number | undefined;
  /** True within 0.5 ATR of a known level; undefined when no level is known. */
  readonly nearSupport: boolean | undefined;
  readonly nearResistance: boolean | undefined;
  /**
   * Candles since the last one that gave the detector an observation; 0 where this one did. Only of detectors that can go on without
   * one for a while: the rule is undefined where an input is not ready.
   */
  readonly inputAgeCandles?: number | undefined;
}
