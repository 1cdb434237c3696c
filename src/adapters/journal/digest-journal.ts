// Takes what the engine's loop journals; passes it on to another journal and keeps the digest of the run as it goes.

import type { AccountEvent } from '../../core/account/account-event.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import type { FallibleJournal } from './fallible-journal.ts';
import { RunDigest } from './run-digest.ts';

export class DigestJournal implements FallibleJournal {
  readonly digest = new RunDigest();
  private readonly next: FallibleJournal;

  constructor(next: FallibleJournal) {
    this.next = next;
  }

  get failure(): Error | undefined {
    return this.next.failure;
  }

  event(batch: EventBatch, index: number): void {
    this.next.event(batch, index);
    if (batch.kindAt(index) !== Kind.fill) return;
    const event = batch.payloadAt(index) as AccountEvent;
    if (event.kind === 'fill') this.digest.fill(event);
  }

  decision(record: DecisionRecord): void {
    this.next.decision(record);
    this.digest.decision(record);
  }

  commands(commands: readonly OrderCommand[]): void {
    this.next.commands(commands);
    for (const command of commands) this.digest.command(command);
  }

  alert(seq: number, timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void {
    this.next.alert(seq, timeUs, severity, code, text);
  }

  close(): void {
    this.next.close();
  }
}
