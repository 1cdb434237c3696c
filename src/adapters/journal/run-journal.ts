// Takes what the engine's loop journals; gives the run folder's journal.sqlite and, where wanted, its event log.

import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, Kind } from '../../core/market/event-record.ts';
import type { KeptTrading } from '../../core/risk/trading-state.ts';
import type { SessionInfo } from './event-log-format.ts';
import { EventLogWriter } from './event-log-writer.ts';
import { exactJson } from './exact-json.ts';
import type { FallibleJournal } from './fallible-journal.ts';
import { JournalDatabase, type JournalMode } from './journal-database.ts';
import type { JournalledArming, JournalledGate } from './journalled-gate.ts';
import type { JournalledEvent } from './restore-fields.ts';

export interface RunJournalOptions {
  /** `durable` where money depends on it; `bulk` for backtests, complete at `close`. */
  readonly mode: JournalMode;
  /** Session info of the event log; null for a run whose events stand in datasets, which then has no log. */
  readonly events: SessionInfo | null;
}

/** Rows of one transaction, by mode. */
const ROWS_MAX: Readonly<Record<JournalMode, number>> = { durable: 256, bulk: 20_000 };

/**
 * The journal of one run, in a folder that has none yet. Order of durability: whatever was journalled before a command is on
 * disk with it (events of the market: handed to the system before it, so that they outlive this process, and synced soon after
 * it). Not durable until the next commands, `flush` or 256 rows: decisions, order updates, predictions, operator actions, alerts.
 * Whoever owns the clock calls `flushInBackground` at least every 250 ms. Throws UserError `journal-not-writable`,
 * `event-log-not-writable`.
 */
export class RunJournal implements FallibleJournal {
  readonly log: EventLogWriter | undefined;
  private readonly database: JournalDatabase;
  private readonly mode: JournalMode;
  private flushFailure: Error | undefined = undefined;
  /** Received time of the event that commands follow from, microseconds UTC; NaN before the first. */
  private eventUs = Number.NaN;

  constructor(folder: string, options: RunJournalOptions) {
    this.mode = options.mode;
    this.database = new JournalDatabase(folder, options.mode);
    this.log = options.events === null ? undefined : new EventLogWriter(folder, { info: options.events });
  }

  /** Of a flush or a sync in the background; every later flush throws it, and so does `close`. */
  get failure(): Error | undefined {
    return this.flushFailure ?? this.log?.failure;
  }

  event(batch: EventBatch, index: number): void {
    this.log?.append(batch, index);
    this.eventUs = batch.receivedTimeUsAt(index);
    if (batch.kindAt(index) >= FIRST_PAYLOAD_KIND) this.payloadEvent(batch, index);
  }

  decision(record: DecisionRecord): void {
    const { outcome } = record;
    this.database.add(
      'decision',
      record.index,
      record.strategyId,
      record.epoch,
      record.seq,
      record.timeUs,
      record.trigger,
      outcome.kind,
      outcome.kind === 'hold' ? outcome.code : null,
      exactJson(record.inputs),
      exactJson(record.gates),
      exactJson(outcome),
      record.inputDigest,
    );
    this.limitPending();
  }

  /** In mode `durable` everything journalled so far is durable when it returns. Nothing to send: nothing is waited for. */
  commands(commands: readonly OrderCommand[]): void {
    if (commands.length === 0) return;
    const timeUs = Number.isFinite(this.eventUs) ? Math.round(this.eventUs) : null;
    for (const command of commands) {
      const id = command.kind === 'submit' ? command.request.clientOrderId : command.clientOrderId;
      this.database.add('command', command.seq, command.kind, id, exactJson(command), timeUs);
    }
    if (this.mode === 'durable') this.flush();
    else this.limitPending();
  }

  alert(seq: number, timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void {
    this.database.add('alert', seq, timeUs, severity, code, text);
    this.limitPending();
  }

  /** What an engine that goes on after this one starts from. */
  tradingState(seq: number, timeUs: number, kept: KeptTrading): void {
    const { halted, paused, lossLimit, drawdown, bestNetE4 } = kept;
    const texts = [halted ?? null, paused ?? null, lossLimit ?? null, drawdown ?? null];
    this.database.add('tradingState', seq, timeUs, ...texts, bestNetE4 === undefined ? null : Math.round(bestNetE4));
    this.limitPending();
  }

  /** A condition of trading as it stands from now on. */
  gate({ timeUs, id, state, text }: JournalledGate): void {
    this.database.add('gate', Math.round(timeUs), id, state, text);
    this.limitPending();
  }

  /** A person lets the run trade on an account, null where it sends no orders. */
  arming({ timeUs, account, by }: JournalledArming): void {
    this.database.add('arming', Math.round(timeUs), account, by);
    this.limitPending();
  }

  /** Hands the events to the system and commits every row; in mode `durable` the events are on their way to the disk then. */
  flush(): void {
    if (this.failure !== undefined) throw this.failure;
    this.log?.flush();
    this.database.commit();
    if (this.mode === 'durable') this.log?.syncInBackground();
  }

  /** For a timer: as `flush`, but what goes wrong is not thrown, where nobody could catch it, but kept in `failure`. */
  flushInBackground(): void {
    if (this.failure !== undefined) return;
    try {
      this.flush();
    } catch (error) {
      this.flushFailure = error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Closes both files, and throws what was kept in `failure`. */
  close(): void {
    let isLogWhole = false;
    try {
      this.log?.close();
      isLogWhole = true;
    } finally {
      this.database.close({ inOrder: isLogWhole && this.failure === undefined });
    }
    if (this.failure !== undefined) throw this.failure;
  }

  private payloadEvent(batch: EventBatch, index: number): void {
    const kind = batch.kindAt(index);
    if (kind < Kind.orderUpdate || kind === Kind.epochStart) return;
    const event = batch.payloadAt(index) as JournalledEvent;
    const seq = batch.seqAt(index);
    const timeUs = batch.receivedTimeUsAt(index);
    switch (event.kind) {
      case 'orderUpdate':
      case 'fill':
        this.database.add('orderUpdate', seq, timeUs, event.kind, event.clientOrderId, exactJson(event));
        break;
      case 'predictionReady':
      case 'predictionTimedOut':
        this.database.add('prediction', seq, timeUs, event.kind, event.strategyId, event.requestSeq, exactJson(event));
        break;
      case 'operatorCommand':
        this.database.add('operator', seq, timeUs, event.command, exactJson(event));
        break;
      case 'commandResult':
      case 'orderAdopted':
        this.database.add('accountEvent', seq, timeUs, event.kind, exactJson(event));
        break;
      default:
        return;
    }
    this.limitPending();
  }

  private limitPending(): void {
    if (this.database.pendingRows >= ROWS_MAX[this.mode]) this.flush();
  }
}
