// The journal of a run, written at this moment or long closed, in; rows of its tables out, with no lock kept between two questions.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { JOURNAL_FILE, JOURNAL_VERSION } from '../../adapters/journal/journal-tables.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { SqlRow } from './journal-rows.ts';

/** Of tables that journals of older versions may lack: they are empty there. */
export interface JournalQuestions {
  has(table: string): boolean;
  rows(sql: string, ...values: readonly SQLInputValue[]): readonly SqlRow[];
  /** Rows behind the given one, in order. */
  after(table: string, id: number, limit: number, columns?: string): readonly SqlRow[];
  /** Rows before the given one, of a moment at the latest; newest first. */
  before(table: string, id: number, atUs: number, limit: number): readonly SqlRow[];
}

/** A reader that cannot have the file at once asks again with its next look. */
const BUSY_TIMEOUT_MS = 200;

/**
 * Opened read-only for each question and closed behind it: a connection that stays would keep the writer from leaving one file at its end.
 * Throws UserError `journal-missing`, `journal-invalid`, and `journal-busy` where the next look may succeed.
 */
export class RunJournalFile {
  readonly path: string;
  private tables: ReadonlySet<string> | undefined = undefined;

  constructor(folder: string) {
    this.path = join(folder, JOURNAL_FILE);
  }

  /** Several questions to one state of the journal. */
  read<T>(ask: (journal: JournalQuestions) => T): T {
    if (!existsSync(this.path)) throw this.missing();
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(this.path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
      database.exec('BEGIN');
      this.tables ??= tablesOf(database);
      return ask(questionsTo(database, this.tables));
    } catch (error) {
      throw error instanceof UserError ? error : this.invalid(error);
    } finally {
      database?.close();
    }
  }

  private missing(): UserError {
    return new UserError({
      code: 'journal-missing',
      message: `The run has no journal ${this.path}`,
      file: this.path,
      fix: 'Restore the run folder from a copy, or repeat the run.',
    });
  }

  private invalid(error: unknown): UserError {
    const isBusy = isBusyError(error);
    return new UserError({
      code: isBusy ? 'journal-busy' : 'journal-invalid',
      message: `Cannot read the journal ${this.path}: ${error instanceof Error ? error.message : String(error)}`,
      file: this.path,
      fix: isBusy ? 'Ask again.' : 'Restore the run folder from a copy, or repeat the run.',
      cause: error,
    });
  }
}

const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

function isBusyError(error: unknown): boolean {
  const code = ((error as { readonly errcode?: number }).errcode ?? 0) & 0xff;
  return code === SQLITE_BUSY || code === SQLITE_LOCKED;
}

function questionsTo(database: DatabaseSync, tables: ReadonlySet<string>): JournalQuestions {
  const has = (table: string): boolean => tables.has(table);
  const rows: JournalQuestions['rows'] = (sql, ...values) =>
    database.prepare(sql).all(...values) as unknown as readonly SqlRow[];
  const whole = (value: number): number => Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER);
  return {
    has,
    rows,
    after: (table, id, limit, columns = '*') =>
      has(table) ? rows(`SELECT ${columns} FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`, id, limit) : [],
    before: (table, id, atUs, limit) => {
      if (!has(table)) return [];
      const sql = `SELECT * FROM ${table} WHERE id < ? AND time_us <= ? ORDER BY id DESC LIMIT ?`;
      return rows(sql, whole(id), whole(atUs), limit);
    },
  };
}

function tablesOf(database: DatabaseSync): ReadonlySet<string> {
  const version = database.prepare("SELECT value FROM meta WHERE key = 'schemaVersion'").get()?.value;
  if (version !== String(JOURNAL_VERSION))
    throw new Error(`it has version ${String(version)} of the journal; this program reads version ${JOURNAL_VERSION}`);
  const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  return new Set(names.map(({ name }) => String(name)));
}
