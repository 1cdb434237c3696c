// Takes rows for journal.sqlite; gives them back durable at each commit, several rows to one wait for the disk.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { UserError } from '../user-error.ts';
import { CREATE_TABLES, INSERT, JOURNAL_FILE } from './journal-tables.ts';

/** `durable`: a commit has reached the disk when it returns. `bulk`: it has reached the system, and the disk at `close`. */
export type JournalMode = 'durable' | 'bulk';

type Table = keyof typeof INSERT;

/** Pages of 4 KiB in the write-ahead log before they are moved to the file: rarely, since the commit that does it waits. */
const CHECKPOINT_PAGES = 4000;
/** A live session appends little at a time: more would only let its memory grow with its journal, for hours. */
const DURABLE_CACHE_KIB = 256;
/** Time that SQLite waits for another process that holds a lock. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * The writing side of one run's database. Throws UserError `journal-exists` and `journal-not-writable`. After a failed write it
 * stays failed and every later one throws the same error: rows after those that were lost would leave a hole nobody sees.
 */
export class JournalDatabase {
  /** Rows added since the last commit. */
  pendingRows = 0;
  private readonly path: string;
  private readonly database: DatabaseSync;
  private readonly inserts: Readonly<Record<Table, StatementSync>>;
  private readonly begin: StatementSync;
  private readonly end: StatementSync;
  private failure: UserError | undefined = undefined;

  constructor(folder: string, mode: JournalMode) {
    this.path = join(folder, JOURNAL_FILE);
    if (existsSync(this.path)) {
      throw new UserError({
        code: 'journal-exists',
        message: `${this.path} exists already; a journal is written by one run only`,
        file: this.path,
        fix: 'Start a run with a folder of its own.',
      });
    }
    this.database = this.attempt(() => new DatabaseSync(this.path, { timeout: BUSY_TIMEOUT_MS }));
    this.attempt(() => {
      this.database.exec('PRAGMA journal_mode = WAL');
      this.database.exec(`PRAGMA synchronous = ${mode === 'durable' ? 'FULL' : 'NORMAL'}`);
      this.database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      if (mode === 'durable') this.database.exec(`PRAGMA cache_size = -${DURABLE_CACHE_KIB}`);
      this.database.exec(`BEGIN; ${CREATE_TABLES} COMMIT`);
    });
    const prepare = (sql: string) => this.database.prepare(sql);
    this.inserts = {
      decision: prepare(INSERT.decision),
      command: prepare(INSERT.command),
      orderUpdate: prepare(INSERT.orderUpdate),
      prediction: prepare(INSERT.prediction),
      operator: prepare(INSERT.operator),
      alert: prepare(INSERT.alert),
      accountEvent: prepare(INSERT.accountEvent),
      tradingState: prepare(INSERT.tradingState),
      gate: prepare(INSERT.gate),
      arming: prepare(INSERT.arming),
    };
    this.begin = prepare('BEGIN IMMEDIATE');
    this.end = prepare('COMMIT');
  }

  add(table: Table, ...values: readonly SQLInputValue[]): void {
    this.attempt(() => {
      if (this.pendingRows === 0) this.begin.run();
      this.inserts[table].run(...values);
    });
    this.pendingRows += 1;
  }

  commit(): void {
    if (this.pendingRows === 0) return;
    this.attempt(() => this.end.run());
    this.pendingRows = 0;
  }

  /**
   * Commits, marks the journal as closed in order unless told otherwise, and leaves one file that a medium without writing can be
   * read from.
   */
  close({ inOrder = true }: { readonly inOrder?: boolean } = {}): void {
    if (!this.database.isOpen) return;
    if (this.failure !== undefined) {
      this.database.close();
      return;
    }
    this.commit();
    this.attempt(() => {
      // this commit takes to the disk what `bulk` has handed to the system only
      this.database.exec('PRAGMA synchronous = FULL');
      if (inOrder) this.database.exec("INSERT INTO meta VALUES ('closed', '1')");
      this.database.exec('PRAGMA busy_timeout = 0');
    });
    try {
      this.database.exec('PRAGMA journal_mode = DELETE');
    } catch (error) {
      // someone reads it at this moment: the write-ahead log stays beside it, as complete and as durable
      if (!isBusy(error)) throw this.notWritable(error);
    }
    this.attempt(() => this.database.close());
  }

  private attempt<T>(act: () => T): T {
    if (this.failure !== undefined) throw this.failure;
    try {
      return act();
    } catch (error) {
      this.failure = this.notWritable(error);
      throw this.failure;
    }
  }

  private notWritable(error: unknown): UserError {
    return new UserError({
      code: 'journal-not-writable',
      message: `Cannot write the journal ${this.path}: ${error instanceof Error ? error.message : String(error)}`,
      file: this.path,
      fix: 'Free space on the disk, or allow writing to the folder; then start the run again.',
      cause: error,
    });
  }
}

const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

function isBusy(error: unknown): boolean {
  const code = (error as { readonly errcode?: number }).errcode ?? 0;
  return (code & 0xff) === SQLITE_BUSY || (code & 0xff) === SQLITE_LOCKED;
}
