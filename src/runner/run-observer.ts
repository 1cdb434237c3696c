// What may watch a run from outside without touching it: progress, reports and digests hang here.

import type { DecisionRecord } from '../core/engine/decision-record.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import type { EventBatch } from '../core/market/event-batch.ts';

export interface RunObserver {
  /** After the engine has taken the event and its effects were performed. */
  onEvent(batch: EventBatch, index: number): void;
  onDecision(record: DecisionRecord): void;
  onCommand(command: OrderCommand): void;
  onAlert(timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void;
}

/** Several observers as one, told in order. */
export function observers(all: readonly RunObserver[]): RunObserver {
  return {
    onEvent(batch, index) {
      for (const each of all) each.onEvent(batch, index);
    },
    onDecision(record) {
      for (const each of all) each.onDecision(record);
    },
    onCommand(command) {
      for (const each of all) each.onCommand(command);
    },
    onAlert(timeUs, severity, code, text) {
      for (const each of all) each.onAlert(timeUs, severity, code, text);
    },
  };
}
