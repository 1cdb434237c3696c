// What was known of earlier sessions before one opened: levels of the session before, and what volume and sizes are usual.

/** The session before, of the same contract. Points. */
export interface PreviousSession {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** What was known before the session opened; a field is undefined where the data did not tell it. */
export interface SessionFacts {
  readonly previous: PreviousSession | undefined;
  /** Contracts a day, mean of the last 5 sessions of the continuous series. */
  readonly meanDailyVolume: number | undefined;
  /** Contracts: 95th percentile of the sizes of all trades of the last 5 sessions of the continuous series. */
  readonly largeTradeSize: number | undefined;
}

export const noSessionFacts: SessionFacts = {
  previous: undefined,
  meanDailyVolume: undefined,
  largeTradeSize: undefined,
};
