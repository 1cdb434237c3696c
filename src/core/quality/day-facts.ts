// The facts of one part that rules over many days need, so that a year is judged without reading its rows again.

/** Half an hour by the clock: copied data repeat in it. */
export const WINDOW_MINUTES = 30;

export interface WindowFacts {
  /** Start, minutes after local midnight. */
  readonly minute: number;
  readonly rows: number;
  /** Of times within the window, prices and quantities: equal windows have equal hashes. Unsigned 32 bits. */
  readonly hash: number;
}

/** Prices in points; undefined where the kind has none. */
export interface DayFacts {
  readonly rows: number;
  readonly firstTimeUs: number;
  readonly lastTimeUs: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly high: number | undefined;
  readonly low: number | undefined;
  readonly median: number | undefined;
  /** Contracts; undefined where the kind has none. */
  readonly volume: number | undefined;
  /** Longest time between two rows inside the session, microseconds, and where it began. */
  readonly longestGapUs: number;
  readonly longestGapAtUs: number;
  /** Windows that have rows, in order. */
  readonly windows: readonly WindowFacts[];
}
