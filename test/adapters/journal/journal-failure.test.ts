// A journal whose disk is full or failing: told once, clearly, to whoever drives the run, and never from a timer.
import { closeSync, existsSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { EventLogWriter } from '../../../src/adapters/journal/event-log-writer.ts';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import { openRun } from '../../../src/adapters/journal/run-reader.ts';
import { sampleCommand, sampleDecision, tradesBatch } from './plain-samples.ts';
import { errorOf, sampleRun } from './run-samples.ts';

const DURABLE = { mode: 'durable', events: { run: 'test' } } as const;
const hasFullDevice = existsSync('/dev/full');

/** The log writes into a device that is always full, and that cannot be synced. */
function fillLog(journal: RunJournal): void {
  const log = journal.log as unknown as { file: number };
  closeSync(log.file);
  log.file = openSync('/dev/full', 'w');
}

/** The database may not grow any more. */
function fillDatabase(journal: RunJournal): void {
  const { database } = (journal as unknown as { database: { database: DatabaseSync } }).database;
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
  database.exec(`PRAGMA max_page_count = ${pages}`);
}

function journalTrades(journal: RunJournal, count: number): void {
  const trades = tradesBatch(count);
  for (let index = 0; index < count; index++) journal.event(trades, index);
}

describe('the log of a run', () => {
  it('is on its way to the disk when a command was made durable, and after each flush of the clock', async () => {
    const journal = new RunJournal(sampleRun(), DURABLE);
    journalTrades(journal, 3);
    journal.commands([sampleCommand(0)]);
    await expect.poll(() => journal.log!.syncedSeq, { timeout: 10_000 }).toBe(3);
    const more = tradesBatch(1, 4);
    journal.event(more, 0);
    journal.flushInBackground();
    await expect.poll(() => journal.log!.syncedSeq, { timeout: 10_000 }).toBe(4);
    expect(journal.failure).toBeUndefined();
    journal.close();
  });

  it.skipIf(!hasFullDevice)('on a full disk fails the next command, before anything is sent', () => {
    const journal = new RunJournal(sampleRun(), DURABLE);
    fillLog(journal);
    journalTrades(journal, 3);
    const error = errorOf(() => journal.commands([sampleCommand(0)]));
    expect(error).toMatchObject({ code: 'event-log-not-writable', message: expect.stringContaining('ENOSPC') });
    expect(errorOf(() => journal.close()).code).toBe('event-log-not-writable');
  });

  it.skipIf(!hasFullDevice)('on a full disk is no exception of a timer, but a failure that later calls throw', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    fillLog(journal);
    journalTrades(journal, 3);
    journal.flushInBackground();
    journal.flushInBackground();
    expect(journal.failure).toMatchObject({
      code: 'event-log-not-writable',
      message: expect.stringContaining('ENOSPC'),
    });
    expect(errorOf(() => journal.commands([sampleCommand(0)]))).toBe(journal.failure);
    expect(() => journal.close()).toThrow(/Cannot (write|sync) the event log/);
    const run = openRun(folder);
    expect(run.isClosed).toBe(false);
    run.close();
  });

  it.skipIf(!hasFullDevice)('that cannot be synced is a failure, once the disk has said so', async () => {
    const journal = new RunJournal(sampleRun(), DURABLE);
    journalTrades(journal, 3);
    journal.log!.flush();
    fillLog(journal);
    journal.flush();
    await expect.poll(() => journal.failure, { timeout: 10_000 }).toBeDefined();
    expect(journal.failure).toMatchObject({
      code: 'event-log-not-writable',
      message: expect.stringMatching(/Cannot sync/),
    });
    expect(errorOf(() => journal.flush())).toBe(journal.failure);
    expect(() => journal.close()).toThrow(/Cannot sync/);
  });

  it('leaves no file open when it fails at its end', () => {
    const journal = new RunJournal(sampleRun(), DURABLE);
    const log = journal.log as unknown as Pick<EventLogWriter, 'failure'> & { readonly file: number };
    log.failure = errorOf(() => new RunJournal('/no/such/folder', DURABLE));
    expect(errorOf(() => journal.close())).toBe(log.failure);
    expect(log.file).toBe(-1);
    journal.log!.close();
  });
});

describe('the database of a run', () => {
  it('that cannot grow is no exception of a timer, but a failure that later calls and the end throw', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    journal.commands([sampleCommand(0)]);
    fillDatabase(journal);
    const full = errorOf(() => {
      for (let k = 0; k < 200; k++) journal.decision(sampleDecision(k));
      journal.flushInBackground();
      if (journal.failure !== undefined) throw journal.failure;
    });
    expect(full).toMatchObject({ code: 'journal-not-writable', message: expect.stringContaining('full') });
    journal.flushInBackground();
    expect(journal.failure).toBe(full);
    expect(errorOf(() => journal.commands([sampleCommand(1)]))).toBe(full);
    expect(errorOf(() => journal.close())).toBe(full);
    const run = openRun(folder);
    expect([...run.commands()]).toStrictEqual([sampleCommand(0)]);
    expect(run.isClosed).toBe(false);
    run.close();
  });
});

describe('the end of a journal', () => {
  it('in order is told to readers, with the last seq of all rows and of commands', () => {
    const folder = sampleRun();
    const journal = new RunJournal(folder, DURABLE);
    const run = openRun(folder);
    expect(run.lastSeqs).toEqual({ any: -1, command: -1 });
    journal.commands([sampleCommand(0)]);
    journal.alert(300, 0, 'info', 'a', 'b');
    journal.flush();
    expect(run.lastSeqs).toEqual({ any: 300, command: 100 });
    expect(run.isClosed).toBe(false);
    run.close();
    journal.close();
    const closed = openRun(folder);
    expect(closed.isClosed).toBe(true);
    closed.close();
  });
});
