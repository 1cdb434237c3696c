// What the server asks of one run: the port between the reading of run folders and whoever shows them.

import type { AlertRow } from './alert-row.ts';
import type { CandleRow } from './candle-row.ts';
import type { DecisionRow, HoldRow } from './decision-row.ts';
import type { NowView } from './now-view.ts';
import type { FillRow, OrderRow } from './order-row.ts';
import type { EquityRow } from './result-row.ts';
import type { Page, SessionView } from './session-view.ts';
import type { StreamPart, StreamPlace } from './stream-part.ts';

/** A part of a list, the newest first. */
export interface PageRequest {
  /** Rows with a smaller `id`; the newest where it is absent. */
  readonly before?: number | undefined;
  /** At most 500 are given. */
  readonly limit: number;
  /** Nothing that the system did not know at this moment, microseconds UTC. */
  readonly atUs?: number | undefined;
}

/** Both ends are included; microseconds UTC, of the opening of candles and of the points of the curve. */
export interface SpanRequest {
  readonly fromUs?: number | undefined;
  readonly toUs?: number | undefined;
  /** As in `PageRequest`. */
  readonly atUs?: number | undefined;
}

/** One run, read only. Throws `UserError` where something cannot be read at all. */
export interface RunSource {
  /**
   * Reads what was added since, a bounded part at a time, and lets others run in between. Resolves when everything that is there has been read.
   */
  follow(): Promise<void>;
  now(): NowView;
  /** As the system knew it: nothing in it was received later than the moment. */
  at(timeUs: number): Promise<NowView>;
  session(atUs?: number): Promise<SessionView>;
  candles(span: SpanRequest): readonly CandleRow[];
  decisions(page: PageRequest): Page<DecisionRow>;
  /** Where a moment is given their lives end at it. */
  orders(page: PageRequest): Page<OrderRow>;
  fills(page: PageRequest): Page<FillRow>;
  alerts(page: PageRequest): Page<AlertRow>;
  /** Spans of a quarter of an hour, oldest first. */
  holds(span: SpanRequest): readonly HoldRow[];
  /** At most 2,000 points, oldest first. */
  equity(span: SpanRequest): readonly EquityRow[];
  /** The place behind everything that was read. */
  place(): StreamPlace;
  /** What came behind a place, in the order of each kind; at most `limit` of each kind. An order is given once, as it stands. */
  since(place: StreamPlace, limit: number): { readonly parts: readonly StreamPart[]; readonly place: StreamPlace };
  close(): void;
}
