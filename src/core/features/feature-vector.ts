// Values of a feature set at one decision: fixed columns, a ready mask, and the age of what was carried on by a policy.

export interface FeatureVector {
  /** Feature ids in column order. */
  readonly ids: readonly string[];
  /** Meaningful only where `ready` is 1. */
  readonly values: Float64Array;
  readonly ready: Uint8Array;
  /** Candles since each value was made: 0 where it is of the last candle or fresher; meaningful only where `ready` is 1. */
  readonly ages: Uint16Array;
  /** Columns that are ready. */
  readonly readyCount: number;
  /** Columns whose value was carried on from an earlier candle. */
  readonly filledCount: number;
}
