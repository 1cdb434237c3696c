// A home in; whether its ledger is one unbroken chain, to its newest entry, and the first line that is not, out.

import { UserError } from '../user-error.ts';
import { type EntryMark, type LedgerEntry, NO_ENTRY, parseEntry } from './ledger-entry.ts';
import { HEAD_IS_GONE } from './ledger-error.ts';
import { ledgerPath } from './ledger-files.ts';
import { rememberedHead } from './ledger-head.ts';
import { ledgerLines } from './ledger-lines.ts';
import { readList } from './shared-list.ts';

export interface LedgerFault {
  /** Line of ledger.jsonl, from 1; undefined where lines are missing at the end. */
  readonly line: number | undefined;
  readonly reason: string;
}

export interface VerifiedLedger {
  /** Of the unbroken part, in order. */
  readonly entries: readonly LedgerEntry[];
  /** The last of them; undefined where there is none. */
  readonly head: EntryMark | undefined;
  readonly fault: LedgerFault | undefined;
  /** A half-written entry at the end, of a writer that is at work or died: nobody was given its result. */
  readonly hasTornTail: boolean;
}

/** Walks the whole chain. What comes after the first broken line proves nothing and is left out. */
export function verifiedLedger(home: string): VerifiedLedger {
  const entries: LedgerEntry[] = [];
  // before the chain is read: entries may be added meanwhile
  const remembered = rememberedHead(home);
  const lists = new Set<string>();
  let last: EntryMark = { seq: 0, sha256: NO_ENTRY };
  let hasTornTail = false;
  let fault: LedgerFault | undefined;
  for (const { number, text, isWhole } of ledgerLines(ledgerPath(home))) {
    hasTornTail = !isWhole;
    if (!isWhole) break;
    const entry = parseEntry(text);
    const reason = faultOf(entry, last) ?? listFault(home, entry!, lists);
    if (reason !== undefined) {
      fault = { line: number, reason };
      break;
    }
    entries.push(entry!);
    last = entry!;
  }
  fault ??= headless(home, remembered, entries) ?? shortened(remembered, entries);
  const head = entries.length === 0 ? undefined : { seq: last.seq, sha256: last.sha256 };
  return { entries, head, fault, hasTornTail };
}

function faultOf(entry: LedgerEntry | undefined, last: EntryMark): string | undefined {
  if (entry === undefined) return 'it is not an entry as it was written';
  if (entry.seq !== last.seq + 1) return `it has number ${entry.seq} where ${last.seq + 1} belongs`;
  if (entry.previous !== last.sha256) return 'it does not follow the entry before it';
  return undefined;
}

/** The entry proves its lists; each is read once. */
function listFault(home: string, { trial }: LedgerEntry, seen: Set<string>): string | undefined {
  const days = trial.result.daily?.days;
  for (const list of days === undefined ? [trial.data.datasets] : [trial.data.datasets, days]) {
    if (seen.has(list)) continue;
    try {
      readList(home, list);
    } catch (error) {
      if (error instanceof UserError) return `it names a list that is missing or was changed (${list.slice(0, 12)})`;
      throw error;
    }
    seen.add(list);
  }
  return undefined;
}

/** Asked again: the first entries may have been added since, and their head before them. */
function headless(
  home: string,
  remembered: EntryMark | undefined,
  entries: readonly LedgerEntry[],
): LedgerFault | undefined {
  if (remembered !== undefined || entries.length === 0 || rememberedHead(home) !== undefined) return undefined;
  return { line: undefined, reason: HEAD_IS_GONE };
}

function shortened(remembered: EntryMark | undefined, entries: readonly LedgerEntry[]): LedgerFault | undefined {
  if (remembered === undefined || remembered.seq === 0) return undefined;
  if (entries[remembered.seq - 1]?.sha256 === remembered.sha256) return undefined;
  const reason = `entry ${remembered.seq} (${remembered.sha256.slice(0, 12)}), which was the newest, is no longer there`;
  return { line: undefined, reason };
}
