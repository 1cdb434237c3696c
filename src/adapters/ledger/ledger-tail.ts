// An open ledger in; its last entry and the byte where the next one begins, out; what a crash left half written is cut off.

import { fstatSync, ftruncateSync, readSync } from 'node:fs';
import { type EntryMark, NO_ENTRY, parseMark } from './ledger-entry.ts';
import { brokenLedger } from './ledger-error.ts';

/** Of this thread; longer than most entries. */
const chunk = Buffer.alloc(16_384);
const LINE_FEED = 10;

export interface LedgerTail extends EntryMark {
  /** Where the next line begins. */
  readonly size: number;
}

/**
 * Call it while the ledger is locked. Bytes after the last line feed belong to an entry that never became durable: nobody was given its
 * result. Throws UserError `ledger-broken` where the last whole line is no entry.
 */
export function mendedTail(home: string, descriptor: number): LedgerTail {
  const { size } = fstatSync(descriptor);
  const end = lineFeedBefore(descriptor, size) + 1;
  if (end < size) ftruncateSync(descriptor, end);
  if (end === 0) return { seq: 0, sha256: NO_ENTRY, size: 0 };
  const start = lineFeedBefore(descriptor, end - 1) + 1;
  const mark = parseMark(textOf(descriptor, start, end - 1));
  if (mark === undefined) throw brokenLedger(home, 'its last line is not an entry as it was written');
  return { ...mark, size: end };
}

/** Place of the last line feed before `before`; -1 where there is none. */
function lineFeedBefore(descriptor: number, before: number): number {
  for (let end = before; end > 0; end -= chunk.length) {
    const from = Math.max(0, end - chunk.length);
    const length = readSync(descriptor, chunk, 0, end - from, from);
    const at = chunk.subarray(0, length).lastIndexOf(LINE_FEED);
    if (at >= 0) return from + at;
  }
  return -1;
}

function textOf(descriptor: number, from: number, to: number): string {
  const bytes = Buffer.alloc(to - from);
  readSync(descriptor, bytes, 0, bytes.length, from);
  return bytes.toString('utf8');
}
