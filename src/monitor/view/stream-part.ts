// What has happened in a run since a place in it, as the stream of the server tells it, and that place.

import type { AlertRow } from './alert-row.ts';
import type { CandleRow } from './candle-row.ts';
import type { DecisionRow } from './decision-row.ts';
import type { FillRow, OrderRow } from './order-row.ts';

/** How many of each a client has seen: the id of an event of the stream is made of it. */
export interface StreamPlace {
  readonly candles: number;
  readonly decisions: number;
  /** Steps of orders. */
  readonly orderSteps: number;
  readonly fills: number;
  readonly alerts: number;
}

export type StreamPart =
  | { readonly kind: 'candle'; readonly row: CandleRow }
  | { readonly kind: 'decision'; readonly row: DecisionRow }
  | { readonly kind: 'order'; readonly row: OrderRow }
  | { readonly kind: 'fill'; readonly row: FillRow }
  | { readonly kind: 'alert'; readonly row: AlertRow };
