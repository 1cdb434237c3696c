// One session as regimes are studied: its candles, and those before it that a detector is warmed up with, as in trading.

import type { Candle } from '../../core/candles/candle.ts';

export interface RegimeDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly contract: string;
  /** The first of a session has `firstOfSession`. */
  readonly candles: readonly Candle[];
  /** Candles of earlier sessions of the same contract. */
  readonly before: readonly Candle[];
}
