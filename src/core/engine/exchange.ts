// The one port to the outside: sequenced events come in through a cursor, orders go out, answers come back only as events.

import type { OrderCommand } from '../execution/order-command.ts';
import type { EventBatch, PayloadEvent } from '../market/event-batch.ts';

/** Where the next event stands. The batch may be reused after the next `advance`. */
export interface EventCursor {
  batch: EventBatch;
  index: number;
}

export interface Exchange {
  /** Moves the cursor to the next event in seq order; false when there is none now. */
  advance(cursor: EventCursor): boolean;
  /** Resolves to true when `advance` may succeed again, to false when the session has ended. */
  more(): Promise<boolean>;
  /** Takes an order. Never answers directly: what comes of it arrives as events. */
  submit(command: OrderCommand): void;
  /** Asks for a ClockTick at a received time; it precedes every event received at or after it. */
  wake(timeUs: number): void;
  /**
   * Takes the coming answer of an effect (a prediction); it is given a seq and a time like any other event. Where time is the
   * event's own, the returned promise must be awaited before the next `advance`, so that a slow machine changes nothing.
   */
  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined;
}
