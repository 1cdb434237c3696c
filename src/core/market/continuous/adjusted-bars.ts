// The columns of a continuous series whose prices were adjusted at its rolls, as every step of the recovery takes them.

/** Bars of a series, oldest first; prices in points. */
export interface AdjustedBars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Contracts; undefined where the source does not tell them. */
  readonly volume: Float64Array | undefined;
  /** BRL; undefined where the source does not tell it. */
  readonly turnover: Float64Array | undefined;
}
