// An exchange of event time in; the same events out at the speed of a clock, or faster by a factor.

import type { EventCursor, Exchange } from '../core/engine/exchange.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import { EventBatch, type PayloadEvent } from '../core/market/event-batch.ts';

/** The longest sleep: so that a stop is noticed. */
const SLEEP_MS_MAX = 200;
/** A silence longer than this (night, weekend) is skipped. */
const SILENCE_SKIPPED_US = 60_000_000;

/** Holds each event back until its time; what happens does not depend on the pace. */
export class PacedExchange implements Exchange {
  private readonly inner: Exchange;
  private readonly speed: number;
  private readonly stopped: () => boolean;
  private readonly held: EventCursor = { batch: new EventBatch(1), index: -1 };
  private hasHeld = false;
  private anchorWallMs = 0;
  private anchorUs = Number.NaN;
  private lastUs = 0;

  /** `speed` is event time over wall time: 1 is real time. */
  constructor(inner: Exchange, speed: number, stopped: () => boolean) {
    this.inner = inner;
    this.speed = speed;
    this.stopped = stopped;
  }

  advance(cursor: EventCursor): boolean {
    if (!this.hasHeld) {
      if (!this.inner.advance(this.held)) return false;
      this.hasHeld = true;
      this.anchor(this.held.batch.receivedTimeUsAt(this.held.index));
    }
    if (this.waitMs() > 0) return false;
    this.hasHeld = false;
    cursor.batch = this.held.batch;
    cursor.index = this.held.index;
    return true;
  }

  async more(): Promise<boolean> {
    if (!this.hasHeld) return this.inner.more();
    const waitMs = this.waitMs();
    if (waitMs > 0 && !this.stopped()) await new Promise((done) => setTimeout(done, Math.min(waitMs, SLEEP_MS_MAX)));
    return true;
  }

  submit(command: OrderCommand): void {
    this.inner.submit(command);
  }

  wake(timeUs: number): void {
    this.inner.wake(timeUs);
  }

  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined {
    return this.inner.deliver(answer);
  }

  private anchor(timeUs: number): void {
    if (!(timeUs - this.lastUs < SILENCE_SKIPPED_US)) {
      this.anchorWallMs = performance.now();
      this.anchorUs = timeUs;
    }
    this.lastUs = timeUs;
  }

  private waitMs(): number {
    const dueMs = this.anchorWallMs + (this.lastUs - this.anchorUs) / 1000 / this.speed;
    return dueMs - performance.now();
  }
}
