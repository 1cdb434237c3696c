// The book of orders as a ladder and the newest trades, where the run recorded them.

export interface LadderRow {
  /** Points. */
  readonly price: number;
  readonly quantity: number;
  /** Null where the feed does not count them. */
  readonly orders: number | null;
}

export interface BookLadder {
  /** Best first. */
  readonly bids: readonly LadderRow[];
  readonly asks: readonly LadderRow[];
}

export interface TapeRow {
  readonly timeUs: number;
  readonly price: number;
  readonly quantity: number;
  readonly aggressor: 'buy' | 'sell' | 'unknown';
}
