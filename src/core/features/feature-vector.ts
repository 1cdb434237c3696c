// Values of a feature set at one candle: fixed columns, a ready mask, no holes filled.

export interface FeatureVector {
  /** Feature ids in column order. */
  readonly ids: readonly string[];
  /** Meaningful only where `ready` is 1. */
  readonly values: Float64Array;
  readonly ready: Uint8Array;
  /** Columns that are ready. */
  readonly readyCount: number;
}
