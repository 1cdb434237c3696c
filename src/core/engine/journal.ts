// The port to the journal: what money depends on is durable before it acts, the rest follows within its group.

import type { OrderCommand } from '../execution/order-command.ts';
import type { EventBatch } from '../market/event-batch.ts';
import type { DecisionRecord } from './decision-record.ts';

export interface Journal {
  /** One event as the sequencer gave it out, in seq order. */
  event(batch: EventBatch, index: number): void;
  decision(record: DecisionRecord): void;
  /** Returns when the commands are durable: only then may they be sent. */
  commands(commands: readonly OrderCommand[]): void;
  alert(seq: number, timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void;
  close(): void;
}
