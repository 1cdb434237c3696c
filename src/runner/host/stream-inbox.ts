// Batches of events as they come from the host in; one event after the other out, and how far behind whoever takes them is.

import type { EventCursor } from '../../core/engine/exchange.ts';
import { EventBatch, type PayloadEvent } from '../../core/market/event-batch.ts';

/** Frames that wait to be read; the host ends a stream long before. */
export const WAITING_MAX = 1 << 16;

/** How far behind the engine is with what it is told. */
export interface StreamDelay {
  /** How long the batch that was taken last has waited here to be taken, milliseconds. */
  readonly waitedMs: number;
  /** Batches that wait now. */
  readonly waiting: number;
  /** Received time of the newest event that has come, microseconds UTC of the host's clock. */
  readonly newestUs: number;
  /** The host's clock now, as far as it can be known here, microseconds UTC. */
  readonly hostUs: number;
}

export class StreamInbox {
  /** Of the last event that came. */
  lastSeq: number;
  lastUs = 0;
  private readonly firstSeq: number;
  private lastAtMs = 0;
  private readonly waiting: EventBatch[] = [];
  /** When each of them came, by the local clock. */
  private readonly cameMs: number[] = [];
  private waitedMs = 0;
  private batch = new EventBatch(1);
  private next = 0;

  constructor(firstSeq: number) {
    this.firstSeq = firstSeq;
    this.lastSeq = firstSeq - 1;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.next >= this.batch.length;
  }

  /** Seq of the event that was taken last. */
  get takenSeq(): number {
    return this.next > 0 ? this.batch.seqAt(this.next - 1) : Math.max(0, this.firstSeq - 1);
  }

  get delay(): StreamDelay {
    const { waitedMs, waiting, lastUs } = this;
    return { waitedMs, waiting: waiting.length, newestUs: lastUs, hostUs: this.hostUs() };
  }

  advance(cursor: EventCursor): boolean {
    while (this.next >= this.batch.length) {
      const batch = this.waiting.shift();
      if (batch === undefined) return false;
      this.waitedMs = performance.now() - (this.cameMs.shift() ?? 0);
      this.batch = batch;
      this.next = 0;
    }
    cursor.batch = this.batch;
    cursor.index = this.next++;
    return true;
  }

  /** False where more wait than may. */
  push(batch: EventBatch): boolean {
    const last = batch.length - 1;
    this.lastSeq = batch.seqAt(last);
    this.lastUs = batch.receivedTimeUsAt(last);
    this.lastAtMs = performance.now();
    this.cameMs.push(this.lastAtMs);
    return this.waiting.push(batch) <= WAITING_MAX;
  }

  /** Between the host's events, while there is no host: its last time plus what has passed here since. */
  ownBatch(events: readonly PayloadEvent[]): EventBatch {
    const batch = new EventBatch(events.length);
    const timeUs = this.hostUs();
    for (const event of events) {
      const index = batch.pushPayload(event, timeUs);
      batch.stamp(index, this.lastSeq + 1 + index, timeUs);
    }
    return batch;
  }

  private hostUs(): number {
    return this.lastUs + Math.max(0, Math.floor((performance.now() - this.lastAtMs) * 1000));
  }
}
