// The newest entry in; a small file that remembers it out, by which a ledger that became shorter shows.

import { closeSync, constants, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../durable-file.ts';
import { type EntryMark, NO_ENTRY } from './ledger-entry.ts';
import { ledgerFolder } from './ledger-files.ts';
import { sha256 } from './trial.ts';

const markSchema = z.object({ seq: z.int().nonnegative(), sha256 });

/** Always as long, so that it is written over in place: a file that is cut first is flushed by some file systems when it is closed. */
const LENGTH = 128;

/** Not waited for: after a loss of power it may be an older one, which does no harm. */
export function rememberHead(home: string, mark: EntryMark): void {
  writeHead(home, mark, false);
}

/** Before the first entry, and on the disk when it returns: from then on a ledger without its head has lost it. */
export function rememberBeginning(home: string): void {
  rememberDurably(home, { seq: 0, sha256: NO_ENTRY });
}

export function rememberDurably(home: string, mark: EntryMark): void {
  writeHead(home, mark, true);
  syncFolder(ledgerFolder(home));
}

function writeHead(home: string, { seq, sha256: hash }: EntryMark, isWaitedFor: boolean): void {
  const text = `${JSON.stringify({ seq, sha256: hash }).padEnd(LENGTH - 1)}\n`;
  const descriptor = openSync(headPath(home), constants.O_WRONLY | constants.O_CREAT);
  try {
    writeSync(descriptor, text, 0);
    if (isWaitedFor) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined where there is none, or none that can be read; with `seq` 0 where nothing was recorded yet. */
export function rememberedHead(home: string): EntryMark | undefined {
  try {
    return markSchema.parse(JSON.parse(readFileSync(headPath(home), 'utf8')));
  } catch {
    return undefined;
  }
}

function headPath(home: string): string {
  return join(ledgerFolder(home), 'head.json');
}
