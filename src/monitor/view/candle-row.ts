// One candle of the traded contract as the chart shows it, prices unadjusted.

export interface CandleRow {
  /** Counts the candles of the run from 1. */
  readonly id: number;
  readonly contract: string;
  /** Microseconds UTC; the close is exclusive. */
  readonly openUs: number;
  readonly closeUs: number;
  /** Points. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Contracts. */
  readonly volume: number;
  /** By the side of the aggressor; null where the source does not tell it. */
  readonly buyVolume: number | null;
  readonly sellVolume: number | null;
  /** Null where the source does not tell it. */
  readonly trades: number | null;
  /** It belongs to the warm-up, of before the session. */
  readonly isWarmup: boolean;
  /** When the system knew it as it stands, microseconds UTC. */
  readonly atUs: number;
}

/** A span in which the detector gave one regime. */
export interface RegimeBand {
  readonly fromUs: number;
  readonly toUs: number;
  readonly kind: 'trend_up' | 'trend_down' | 'range' | 'undefined';
}

/** A price of ours to be drawn across the chart. */
export interface PriceLine {
  readonly kind: 'entry' | 'stop' | 'target' | 'average';
  readonly price: number;
  /** Contracts it is for, positive. */
  readonly quantity: number;
  /** Of the order; null for the average price of what is held, and for a target that the session itself watches. */
  readonly clientOrderId: string | null;
  readonly atUs: number;
}
