// A home and the mark of an entry in; whether its ledger has that entry, out.

import { type EntryMark, parseMark } from './ledger-entry.ts';
import { ledgerPath } from './ledger-files.ts';
import { ledgerLines } from './ledger-lines.ts';

/** The line of that number is looked at alone: whether the chain is whole is `verifiedLedger`'s. */
export function hasEntry(home: string, { seq, sha256 }: EntryMark): boolean {
  for (const { number, text, isWhole } of ledgerLines(ledgerPath(home))) {
    if (number === seq) return isWhole && parseMark(text)?.sha256 === sha256;
  }
  return false;
}
