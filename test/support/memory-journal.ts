// Takes what the engine's loop journals; keeps it in arrays.

import type { JournalledAlert } from '../../src/adapters/journal/run-reader.ts';
import type { AccountEvent } from '../../src/core/account/account-event.ts';
import type { Fill, OrderUpdate } from '../../src/core/account/order.ts';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import type { Journal } from '../../src/core/engine/journal.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import type { EventBatch } from '../../src/core/market/event-batch.ts';
import { Kind } from '../../src/core/market/event-record.ts';

/** Grows with the run: decisions, commands, fills, order updates and alerts are kept, market events are counted. */
export class MemoryJournal implements Journal {
  readonly decisions: DecisionRecord[] = [];
  readonly sent: OrderCommand[] = [];
  readonly fills: Fill[] = [];
  readonly orderUpdates: OrderUpdate[] = [];
  readonly alerts: JournalledAlert[] = [];
  events = 0;
  isClosed = false;

  event(batch: EventBatch, index: number): void {
    this.events += 1;
    const kind = batch.kindAt(index);
    if (kind !== Kind.fill && kind !== Kind.orderUpdate) return;
    const event = batch.payloadAt(index) as AccountEvent;
    if (event.kind === 'fill') this.fills.push(event);
    else if (event.kind === 'orderUpdate') this.orderUpdates.push(event);
  }

  decision(record: DecisionRecord): void {
    this.decisions.push(record);
  }

  commands(commands: readonly OrderCommand[]): void {
    this.sent.push(...commands);
  }

  alert(seq: number, timeUs: number, severity: JournalledAlert['severity'], code: string, text: string): void {
    this.alerts.push({ seq, timeUs, severity, code, text });
  }

  close(): void {
    this.isClosed = true;
  }
}
