// The facts of one part that rules over many days need, so that a year is judged without reading its rows again.

/** Half an hour by the clock: copied data repeat in it. */
export const WINDOW_MINUTES = 30;

export interface WindowFacts {
  /** Start, minutes after local midnight. */
  readonly minute: number;
  readonly rows: number;
  /**
   * Of times within the window, prices and quantities: equal windows have equal hashes, whatever their day and start. A
   * whole number below 2^53, since a year has millions of pairs of windows. 0 where hardly a row differs from the one above
   * it: such windows are alike without being copies.
   */
  readonly hash: number;
}

/** Prices in points, of quotes their middle; undefined where the kind has none or no row has a usable one. */
export interface DayFacts {
  readonly rows: number;
  /** Of the earliest row, microseconds UTC. */
  readonly firstTimeUs: number;
  /** Of the latest row; where the rows are candles, its end. */
  readonly lastTimeUs: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly high: number | undefined;
  readonly low: number | undefined;
  readonly median: number | undefined;
  /** Contracts; undefined where the kind has none. */
  readonly volume: number | undefined;
  /** Longest time between two rows inside the session (from the end of a candle to the next), microseconds, and where it began. */
  readonly longestGapUs: number;
  readonly longestGapAtUs: number;
  /** Windows that have rows, in order. */
  readonly windows: readonly WindowFacts[];
}
