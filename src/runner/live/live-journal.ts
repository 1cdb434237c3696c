// The journal of a session in; the same out, which measures its commits and, when it can be written no more, says so and ends no one.

import type { FallibleJournal } from '../../adapters/journal/fallible-journal.ts';
import type { JournalledArming, JournalledGate } from '../../adapters/journal/journalled-gate.ts';
import type { RunJournal } from '../../adapters/journal/run-journal.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { EventCursor, Exchange } from '../../core/engine/exchange.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch, PayloadEvent } from '../../core/market/event-batch.ts';
import type { KeptTrading } from '../../core/risk/trading-state.ts';
import { refusalOf } from './shadow-exchange.ts';

export interface JournalWatch {
  /** Once. */
  broken(reason: string): void;
  committed(tookMs: number): void;
}

/**
 * A full disk must not take the stops away. Once something could not be journalled, entries are held back by `HeldEntries`; stops,
 * targets, exits, changes and cancels go out all the same: the host keeps each order durably before it sends it.
 */
export class LiveJournal implements FallibleJournal {
  /** Why nothing can be written any more. */
  broken: string | undefined = undefined;
  private readonly kept: RunJournal;
  private readonly watch: JournalWatch;

  constructor(kept: RunJournal, watch: JournalWatch) {
    this.kept = kept;
    this.watch = watch;
  }

  event(batch: EventBatch, index: number): void {
    this.attempt(() => this.kept.event(batch, index));
  }

  decision(record: DecisionRecord): void {
    this.attempt(() => this.kept.decision(record));
  }

  commands(commands: readonly OrderCommand[]): void {
    const begunMs = performance.now();
    this.attempt(() => this.kept.commands(commands));
    this.watch.committed(performance.now() - begunMs);
  }

  alert(seq: number, timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void {
    this.attempt(() => this.kept.alert(seq, timeUs, severity, code, text));
  }

  /** Safe at once: whoever goes on after this process must know it. */
  latches(seq: number, timeUs: number, kept: KeptTrading): void {
    this.attempt(() => {
      this.kept.tradingState(seq, timeUs, kept);
      this.kept.flush();
    });
  }

  /** Safe at once. */
  gates(changed: readonly JournalledGate[]): void {
    this.attempt(() => {
      for (const gate of changed) this.kept.gate(gate);
      this.kept.flush();
    });
  }

  /** Safe at once. */
  arming(arming: JournalledArming): void {
    this.attempt(() => {
      this.kept.arming(arming);
      this.kept.flush();
    });
  }

  /** For a timer. */
  flush(): void {
    const begunMs = performance.now();
    this.attempt(() => this.kept.flush());
    this.watch.committed(performance.now() - begunMs);
  }

  /** sha256 of the event log so far; undefined where not all of it was written. */
  get eventsSha256(): string | undefined {
    return this.broken === undefined ? this.kept.log?.sha256 : undefined;
  }

  close(): void {
    this.attempt(() => this.kept.close());
  }

  private attempt(act: () => void): void {
    if (this.broken !== undefined) return;
    try {
      act();
      if (this.kept.failure !== undefined) throw this.kept.failure;
    } catch (error) {
      this.broken = error instanceof Error ? error.message : String(error);
      this.watch.broken(this.broken);
    }
  }
}

/** Entries that could not be journalled are not sent. */
export class HeldEntries implements Exchange {
  private readonly inner: Exchange;
  private readonly journal: Pick<LiveJournal, 'broken'>;
  private readonly inject: (event: PayloadEvent) => void;

  constructor(inner: Exchange, journal: Pick<LiveJournal, 'broken'>, inject: (event: PayloadEvent) => void) {
    this.inner = inner;
    this.journal = journal;
    this.inject = inject;
  }

  advance(cursor: EventCursor): boolean {
    return this.inner.advance(cursor);
  }

  more(): Promise<boolean> {
    return this.inner.more();
  }

  submit(command: OrderCommand): void {
    const isEntry = command.kind === 'submit' && command.request.role === 'entry';
    if (isEntry && this.journal.broken !== undefined) this.inject(refusalOf(command, 'the journal cannot be written'));
    else this.inner.submit(command);
  }

  wake(timeUs: number): void {
    this.inner.wake(timeUs);
  }

  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined {
    return this.inner.deliver(answer);
  }
}
