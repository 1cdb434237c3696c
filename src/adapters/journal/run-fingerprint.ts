// The folder of a run in; the hashes of what it journalled, of its events and of the decisions of each epoch, by content, out.

import { createHash, type Hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../user-error.ts';
import { EventLogReader } from './event-log-reader.ts';
import { JOURNAL_FILE } from './journal-tables.ts';
import { RUN_FILE } from './run-folder.ts';

export interface EpochFingerprint {
  readonly epoch: number;
  readonly decisions: number;
  /** Over the rows of its decisions, in order. */
  readonly sha256: string;
}

/** The same for the same content: whether the rest of a write-ahead log was folded in, or a torn tail cut off, is not in it. */
export interface RunFingerprint {
  /** Over the bytes of run.json. */
  readonly runSha256: string;
  /** Over every row of every table of the journal. */
  readonly journalSha256: string;
  /** Over the records of the event log, as `eventsSha256` of run.json. */
  readonly eventsSha256: string;
  readonly epochs: readonly EpochFingerprint[];
}

type Row = Readonly<Record<string, unknown>>;

/** Throws UserError `run-missing` or `journal-invalid`, and those of the event log. */
export function runFingerprint(folder: string): RunFingerprint {
  return {
    runSha256: fileSha256(join(folder, RUN_FILE)),
    ...journalHashes(folder),
    eventsSha256: eventsSha256(folder),
  };
}

function fileSha256(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (cause) {
    throw unreadable('run-missing', file, cause);
  }
}

function eventsSha256(folder: string): string {
  const log = new EventLogReader(folder, { hash: true });
  try {
    while (log.readGroup() !== undefined);
    return log.sha256!;
  } finally {
    log.close();
  }
}

function journalHashes(folder: string): Pick<RunFingerprint, 'journalSha256' | 'epochs'> {
  const file = join(folder, JOURNAL_FILE);
  // a database that is not there would be made
  if (!existsSync(file)) throw unreadable('journal-invalid', file, 'it is missing');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    return hashesOf(database);
  } catch (cause) {
    throw unreadable('journal-invalid', file, cause);
  } finally {
    database?.close();
  }
}

function hashesOf(database: DatabaseSync): Pick<RunFingerprint, 'journalSha256' | 'epochs'> {
  const whole = createHash('sha256');
  const epochs = new Map<number, { decisions: number; readonly hash: Hash }>();
  const tables = database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  for (const { name, sql } of tables) {
    whole.update(`${JSON.stringify([name, sql])}\n`);
    for (const row of database.prepare(`SELECT * FROM "${String(name)}" ORDER BY 1`).iterate() as Iterable<Row>) {
      const text = `${JSON.stringify(Object.values(row))}\n`;
      whole.update(text);
      if (name === 'decision') addTo(epochs, Number(row.epoch), text);
    }
  }
  return {
    journalSha256: whole.digest('hex'),
    epochs: [...epochs].map(([epoch, { decisions, hash }]) => ({ epoch, decisions, sha256: hash.digest('hex') })),
  };
}

function addTo(epochs: Map<number, { decisions: number; readonly hash: Hash }>, epoch: number, text: string): void {
  const there = epochs.get(epoch) ?? { decisions: 0, hash: createHash('sha256') };
  there.decisions += 1;
  there.hash.update(text);
  epochs.set(epoch, there);
}

function unreadable(code: string, file: string, cause: unknown): UserError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserError({
    ...{ code, file, cause },
    message: `Cannot read ${file}: ${reason}`,
    fix: 'Restore the run folder from a copy, or repeat the run.',
  });
}
