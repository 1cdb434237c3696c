// The recorded events of a run in; the same sequence out up to the first that cannot be one, orders swallowed: what came of them stands in the log.

import type { EventLogReader } from '../adapters/journal/event-log-reader.ts';
import type { EventCursor, Exchange } from '../core/engine/exchange.ts';
import { EventBatch, type PayloadEvent } from '../core/market/event-batch.ts';
import { EventCheck, type EventFault } from './event-check.ts';

export class LogExchange implements Exchange {
  /** The event at which the log could not be followed further. */
  fault: EventFault | undefined;
  /** Of the event that was given last. */
  seq = -1;
  timeUs = 0;
  private readonly reader: EventLogReader;
  private readonly onAnswer: ((answer: PayloadEvent) => void) | undefined;
  private readonly check = new EventCheck();
  private batch: EventBatch = new EventBatch(1);
  private next = 0;

  /** `onAnswer` is told what a predictor says now; the engine gets the answer that was recorded. */
  constructor(reader: EventLogReader, onAnswer?: (answer: PayloadEvent) => void) {
    this.reader = reader;
    this.onAnswer = onAnswer;
  }

  advance(cursor: EventCursor): boolean {
    const { batch, next } = this;
    if (next >= batch.length || this.fault !== undefined) return false;
    this.fault = this.check.faultOf(batch, next);
    if (this.fault !== undefined) return false;
    this.seq = batch.seqAt(next);
    this.timeUs = batch.receivedTimeUsAt(next);
    cursor.batch = batch;
    cursor.index = next;
    this.next = next + 1;
    return true;
  }

  more(): Promise<boolean> {
    if (this.fault !== undefined) return Promise.resolve(false);
    const group = this.reader.readGroup();
    this.next = 0;
    if (group !== undefined) this.batch = group;
    return Promise.resolve(group !== undefined);
  }

  submit(): void {}

  wake(): void {}

  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined {
    return this.onAnswer === undefined ? undefined : answer.then(this.onAnswer);
  }
}
