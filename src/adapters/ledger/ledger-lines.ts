// The path of a ledger in; its whole lines with their numbers out, one by one, and whether a part of one stands at the end.

import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1_048_576;
const LINE_FEED = 10;

export interface LedgerLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** False for the last one without its line feed: it is being written, or a crash left it. */
  readonly isWhole: boolean;
}

/** Nothing where there is no such file. */
export function* ledgerLines(path: string): Generator<LedgerLine> {
  const descriptor = opened(path);
  if (descriptor === undefined) return;
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let kept: Buffer[] = [];
    let number = 1;
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
      let from = 0;
      for (let at = chunk.indexOf(LINE_FEED); at >= 0 && at < length; at = chunk.indexOf(LINE_FEED, from)) {
        const text = Buffer.concat([...kept, chunk.subarray(from, at)]).toString('utf8');
        kept = [];
        from = at + 1;
        yield { number, text, isWhole: true };
        number += 1;
      }
      if (from < length) kept.push(Buffer.from(chunk.subarray(from, length)));
    }
    if (kept.length > 0) yield { number, text: Buffer.concat(kept).toString('utf8'), isWhole: false };
  } finally {
    closeSync(descriptor);
  }
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
