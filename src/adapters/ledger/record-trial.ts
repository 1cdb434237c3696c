// Trials in; durable entries at the end of the ledger of a home out: one wait for the disk for all that are given together.

import { closeSync, constants, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../durable-file.ts';
import { UserError } from '../user-error.ts';
import { type EntryMark, entryLine } from './ledger-entry.ts';
import { brokenLedger, HEAD_IS_GONE, unwritableLedger } from './ledger-error.ts';
import { ledgerPath } from './ledger-files.ts';
import { rememberBeginning, rememberedHead, rememberHead } from './ledger-head.ts';
import { whileLedgerIsLocked } from './ledger-lock.ts';
import { type LedgerTail, mendedTail } from './ledger-tail.ts';
import { keepList } from './shared-list.ts';
import { checkedTrial, type RecordedTrial, type Trial } from './trial.ts';

/**
 * Whoever tries something on data calls this before the result is given to anybody. Durable when it returns; any number of threads
 * and processes may do so at once. Throws UserError `ledger-unwritable`, `ledger-broken`, `trial-invalid`: then no result may be given.
 */
export function recordTrial(home: string, trial: Trial): EntryMark {
  return recordTrials(home, [trial])[0]!;
}

/** Several at once, in this order: all of them or none. */
export function recordTrials(home: string, trials: readonly Trial[]): readonly EntryMark[] {
  const checked = trials.map(checkedTrial);
  if (checked.length === 0) return [];
  return withLedger(home, (descriptor) => {
    const recorded = checked.map((trial) => withLists(home, trial));
    const tail = soundTail(home, descriptor);
    const { text, marks } = linesAfter(tail, recorded);
    if (tail.size === 0) rememberBeginning(home);
    writeWhole(descriptor, Buffer.from(text), tail.size);
    if (tail.size === 0) syncFolder(dirname(ledgerPath(home)));
    rememberHead(home, marks.at(-1)!);
    return marks;
  });
}

/** Before long work: whether its result could be recorded. Throws UserError `ledger-unwritable`, `ledger-broken`. */
export function assertRecordable(home: string): void {
  withLedger(home, (descriptor) => soundTail(home, descriptor));
}

function withLedger<T>(home: string, work: (descriptor: number) => T): T {
  return whileLedgerIsLocked(home, () => {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(ledgerPath(home), constants.O_RDWR | constants.O_CREAT);
      return work(descriptor);
    } catch (error) {
      throw error instanceof UserError ? error : unwritableLedger(home, error);
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  });
}

function withLists(home: string, trial: Trial): RecordedTrial {
  const { datasets, ...data } = trial.data;
  const { daily, ...result } = trial.result;
  const days = daily === null ? null : { ...daily, days: keepList(home, daily.days) };
  return {
    ...trial,
    data: { ...data, datasets: keepList(home, datasets), parts: datasets.length },
    result: { ...result, daily: days },
  };
}

/** What was remembered after it was durable cannot be missing now unless somebody took it away. */
function soundTail(home: string, descriptor: number): LedgerTail {
  const tail = mendedTail(home, descriptor);
  const known = rememberedHead(home);
  if (known === undefined) {
    if (tail.seq > 0) throw brokenLedger(home, HEAD_IS_GONE);
    return tail;
  }
  if (known.seq < tail.seq) return tail;
  if (known.seq === tail.seq && known.sha256 === tail.sha256) return tail;
  throw brokenLedger(home, `it ended with entry ${known.seq} (${known.sha256.slice(0, 12)}), and does so no more`);
}

interface NewLines {
  readonly text: string;
  readonly marks: readonly EntryMark[];
}

function linesAfter(tail: EntryMark, trials: readonly RecordedTrial[]): NewLines {
  const atUtc = new Date().toISOString();
  const marks: EntryMark[] = [];
  let last = tail;
  let text = '';
  for (const trial of trials) {
    const { line, ...mark } = entryLine(last, atUtc, trial);
    text += `${line}\n`;
    marks.push(mark);
    last = mark;
  }
  return { text, marks };
}

/** Where the disk is full nothing stays of it. */
function writeWhole(descriptor: number, bytes: Buffer, size: number): void {
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, size + at);
    fdatasyncSync(descriptor);
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw error;
  }
}
