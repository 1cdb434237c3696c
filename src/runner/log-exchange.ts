// The recorded events of a run in; the same sequence out, orders swallowed: what came of them stands in the log.

import type { EventLogReader } from '../adapters/journal/event-log-reader.ts';
import type { EventCursor, Exchange } from '../core/engine/exchange.ts';
import { EventBatch } from '../core/market/event-batch.ts';

export class LogExchange implements Exchange {
  private readonly reader: EventLogReader;
  private batch: EventBatch = new EventBatch(1);
  private next = 0;

  constructor(reader: EventLogReader) {
    this.reader = reader;
  }

  advance(cursor: EventCursor): boolean {
    if (this.next >= this.batch.length) return false;
    cursor.batch = this.batch;
    cursor.index = this.next++;
    return true;
  }

  more(): Promise<boolean> {
    const group = this.reader.readGroup();
    this.next = 0;
    if (group !== undefined) this.batch = group;
    return Promise.resolve(group !== undefined);
  }

  submit(): void {}

  wake(): void {}

  deliver(): undefined {}
}
