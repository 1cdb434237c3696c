// Orders with their full life, and fills, as the page lists them.

/** One step in the life of an order. */
export interface OrderStep {
  readonly timeUs: number;
  readonly seq: number;
  /** `sent`, `adopted`, `changeSent`, `cancelSent`, `result` (the venue took or refused a command), `update`, `fill`. */
  readonly kind: 'sent' | 'adopted' | 'changeSent' | 'cancelSent' | 'result' | 'update' | 'fill';
  /** As it stands behind the step. */
  readonly status: string;
  /** For people, in English; empty where there is nothing to add. */
  readonly text: string;
}

export interface OrderRow {
  /** Counts the orders of the run from 1. */
  readonly id: number;
  readonly clientOrderId: string;
  readonly strategy: string;
  readonly contract: string;
  readonly role: 'entry' | 'stop' | 'target' | 'exit';
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stopLimit';
  readonly quantity: number;
  readonly filledQuantity: number;
  /** Points; null where the type has none. */
  readonly price: number | null;
  readonly stopPrice: number | null;
  /** Of its fills, weighted by contracts; null before the first. */
  readonly averagePrice: number | null;
  readonly status: string;
  readonly hasEnded: boolean;
  readonly bracketId: string | null;
  /** Price of the market when it was sent; null where there was none. */
  readonly priceWhenSent: number | null;
  /** Null where it was sent by an earlier process and nobody knows when. */
  readonly sentUs: number | null;
  /** The time of its newest step. */
  readonly atUs: number;
  readonly steps: readonly OrderStep[];
}

export interface FillRow {
  /** Counts the fills of the run from 1. */
  readonly id: number;
  readonly seq: number;
  /** When we heard of it. */
  readonly timeUs: number;
  readonly exchangeTimeUs: number;
  readonly clientOrderId: string;
  readonly strategy: string;
  readonly contract: string;
  readonly role: 'entry' | 'stop' | 'target' | 'exit';
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  /** Points. */
  readonly price: number;
  readonly costsBrl: number;
  /** Points it was worse than planned (below 0: better): see `SlippageRow`; null where nothing was planned. */
  readonly slippagePoints: number | null;
  /** Signed contracts of the strategy behind it. */
  readonly positionAfter: number;
}
