// Takes the folder of a run, finished, crashed or running; gives what it journalled, in order, without touching it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CommandResult, OperatorCommand, OrderAdopted } from '../../core/account/account-event.ts';
import type { Fill, OrderUpdate } from '../../core/account/order.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { PredictionReady, PredictionTimedOut } from '../../core/prediction/prediction.ts';
import type { KeptTrading } from '../../core/risk/trading-state.ts';
import { UserError } from '../user-error.ts';
import { EventLogReader } from './event-log-reader.ts';
import { JOURNAL_FILE, JOURNAL_VERSION } from './journal-tables.ts';
import type { JournalledArming, JournalledGate } from './journalled-gate.ts';
import type { EventLogReadOptions } from './log-notice.ts';
import { type JournalledEvent, restoreCommand, restoreEvent, restoreGates, restoreInputs } from './restore-fields.ts';
import { readRunInfo } from './run-folder.ts';
import type { RunInfo } from './run-info.ts';

/** An event of the journal with its place in the session. */
export interface Journalled<E> {
  readonly seq: number;
  /** Received time, microseconds UTC. */
  readonly timeUs: number;
  readonly event: E;
}

export interface JournalledAlert {
  readonly seq: number;
  readonly timeUs: number;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly code: string;
  readonly text: string;
}

type Row = Readonly<Record<string, number | string | null>>;

const BUSY_TIMEOUT_MS = 5000;

/** Throws UserError: `run-missing`, `run-invalid`, `journal-missing`, `journal-invalid`. */
export function openRun(folder: string): RunReader {
  return new RunReader(folder);
}

/**
 * Read-only, also beside a running writer, which it never stops: an iteration sees what was committed when it began. `skip` is
 * the number of rows, in order, that the caller has read before.
 */
export class RunReader {
  readonly folder: string;
  private readonly path: string;
  private readonly database: DatabaseSync;

  constructor(folder: string) {
    this.folder = folder;
    readRunInfo(folder);
    this.path = join(folder, JOURNAL_FILE);
    this.database = openReadOnly(this.path);
  }

  /** run.json as it stands now. */
  get info(): RunInfo {
    return readRunInfo(this.folder);
  }

  /** Whether the writer closed the journal in order: no row is missing then, also where run.json was not written again. */
  get isClosed(): boolean {
    return this.value("SELECT value FROM meta WHERE key = 'closed'") === '1';
  }

  /** Highest seq of all rows, and of the commands; -1 where there are none. */
  get lastSeqs(): { readonly any: number; readonly command: number } {
    const tables = ['decision', 'command', 'order_update', 'prediction', 'operator', 'alert'];
    const [command, ...others] = ['command', ...tables].map((table) =>
      Number(this.value(`SELECT max(seq) AS value FROM ${table}`) ?? -1),
    );
    return { any: Math.max(...others), command: command! };
  }

  *decisions(skip = 0): Generator<DecisionRecord> {
    for (const row of this.rows('decision', skip)) {
      yield {
        index: row.idx as number,
        strategyId: row.strategy_id as string,
        epoch: row.epoch as number,
        seq: row.seq as number,
        timeUs: row.time_us as number,
        trigger: row.trigger as DecisionRecord['trigger'],
        inputs: this.parse(row, 'decision', 'inputs', restoreInputs),
        gates: this.parse(row, 'decision', 'gates', restoreGates),
        outcome: this.parse(row, 'decision', 'outcome', (outcome: DecisionRecord['outcome']) => outcome),
        inputDigest: row.input_digest as string,
      };
    }
  }

  *commands(skip = 0): Generator<OrderCommand> {
    for (const { command } of this.timedCommands(skip)) yield command;
  }

  /** `timeUs`: received time of the event that it followed from; undefined in journals that did not keep it. */
  *timedCommands(skip = 0): Generator<{ readonly command: OrderCommand; readonly timeUs: number | undefined }> {
    for (const row of this.rows('command', skip)) {
      const timeUs = (row.time_us as number | null | undefined) ?? undefined;
      yield { command: this.parse(row, 'command', 'body', restoreCommand), timeUs };
    }
  }

  /** Order updates and fills in the order they came. */
  orderEvents(skip = 0): Generator<Journalled<OrderUpdate | Fill>> {
    return this.events('order_update', skip);
  }

  *fills(): Generator<Fill> {
    for (const { event } of this.orderEvents()) if (event.kind === 'fill') yield event;
  }

  predictions(skip = 0): Generator<Journalled<PredictionReady | PredictionTimedOut>> {
    return this.events('prediction', skip);
  }

  operatorCommands(skip = 0): Generator<Journalled<OperatorCommand>> {
    return this.events('operator', skip);
  }

  *alerts(skip = 0): Generator<JournalledAlert> {
    for (const row of this.rows('alert', skip)) {
      yield {
        seq: row.seq as number,
        timeUs: row.time_us as number,
        severity: row.severity as JournalledAlert['severity'],
        code: row.code as string,
        text: row.text as string,
      };
    }
  }

  /** Outcomes of commands, and orders that were adopted, in the order they came. */
  accountEvents(): Generator<Journalled<CommandResult | OrderAdopted>> {
    return this.hasTable('account_event') ? this.events('account_event', 0) : nothing();
  }

  /** Conditions of trading: all of them once, then each that has changed. */
  *gates(skip = 0): Generator<JournalledGate> {
    if (!this.hasTable('gate')) return;
    for (const row of this.rows('gate', skip)) {
      const state = row.state as JournalledGate['state'];
      yield { timeUs: row.time_us as number, id: row.gate as string, state, text: row.text as string };
    }
  }

  *armings(): Generator<JournalledArming> {
    if (!this.hasTable('arming')) return;
    for (const row of this.rows('arming', 0)) {
      yield { timeUs: row.time_us as number, account: row.account as string | null, by: row.by as string };
    }
  }

  /** What holds new risk back, as it stood last; undefined where that was never said. */
  tradingLatches(): KeptTrading | undefined {
    let last: Row | undefined;
    if (this.hasTable('trading_state')) for (const row of this.rows('trading_state', 0)) last = row;
    if (last === undefined) return undefined;
    const row = last;
    const word = (column: string): string | undefined => (row[column] as string | null | undefined) ?? undefined;
    return {
      halted: word('halted'),
      paused: word('paused'),
      lossLimit: word('loss_limit'),
      drawdown: word('drawdown'),
      bestNetE4: (row.best_net_e4 as number | null | undefined) ?? undefined,
    };
  }

  /** The event log of the run; close it by itself. */
  eventLog(options: EventLogReadOptions = {}): EventLogReader {
    return new EventLogReader(this.folder, options);
  }

  close(): void {
    this.database.close();
  }

  private hasTable(name: string): boolean {
    return this.value(`SELECT count(*) AS value FROM sqlite_master WHERE type = 'table' AND name = '${name}'`) === 1;
  }

  private value(sql: string): unknown {
    try {
      return this.database.prepare(sql).get()?.value;
    } catch (error) {
      throw invalid(this.path, error);
    }
  }

  private *events<E extends JournalledEvent>(table: string, skip: number): Generator<Journalled<E>> {
    for (const row of this.rows(table, skip)) {
      const event = this.parse(row, table, 'body', restoreEvent) as E;
      yield { seq: row.seq as number, timeUs: row.time_us as number, event };
    }
  }

  private *rows(table: string, skip: number): Generator<Row> {
    try {
      yield* this.database.prepare(`SELECT * FROM ${table} WHERE id > ? ORDER BY id`).iterate(skip) as Iterable<Row>;
    } catch (error) {
      throw error instanceof UserError ? error : invalid(this.path, error);
    }
  }

  /** Whatever the text holds instead of what it should: never more than a UserError. */
  private parse<T, R>(row: Row, table: string, column: string, restore: (parsed: T) => R): R {
    try {
      return restore(JSON.parse(row[column] as string) as T);
    } catch (error) {
      throw invalid(this.path, error, `table ${table}, row ${row.id}, column ${column}: `, column);
    }
  }
}

function* nothing(): Generator<never> {}

function openReadOnly(path: string): DatabaseSync {
  if (!existsSync(path)) {
    throw new UserError({
      code: 'journal-missing',
      message: `The run has no journal ${path}`,
      file: path,
      fix: 'Restore the run folder from a copy, or repeat the run.',
    });
  }
  let version: unknown;
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    version = database.prepare("SELECT value FROM meta WHERE key = 'schemaVersion'").get()?.value;
  } catch (error) {
    throw invalid(path, error);
  }
  if (version === String(JOURNAL_VERSION)) return database;
  database.close();
  throw new UserError({
    code: 'journal-invalid',
    message: `${path} has version ${version} of the journal; this program reads version ${JOURNAL_VERSION}`,
    file: path,
    field: 'schemaVersion',
    fix: 'Read it with the version of the program that wrote it.',
  });
}

function invalid(path: string, error: unknown, place = '', field?: string): UserError {
  return new UserError({
    code: 'journal-invalid',
    message: `Cannot read the journal ${path}: ${place}${error instanceof Error ? error.message : String(error)}`,
    file: path,
    field,
    fix: 'Restore the run folder from a copy, or repeat the run.',
    cause: error,
  });
}
