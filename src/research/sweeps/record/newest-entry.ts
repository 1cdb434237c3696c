// The folder of a sweep in; the newest entry of the ledger of trials that its points name, out.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryMark } from '../../../adapters/ledger/ledger-entry.ts';
import { ledgerLines } from '../../../adapters/ledger/ledger-lines.ts';
import { POINTS_FILE } from './sweep-folder.ts';

/** At the end of a line, where `SweepFolder` puts it: lines can be long and many. */
const ENTRY = /,"entry":\{"seq":(\d+),"sha256":"([0-9a-f]{64})"\}\}$/;
/** Longer than what the expression matches. */
const END_LENGTH = 128;

/**
 * Each entry commits to all before it, so where the newest is still there, so are the others. Undefined where no point names one: sweeps of
 * earlier versions, folders that are none.
 */
export function newestEntry(folder: string): EntryMark | undefined {
  const file = join(folder, POINTS_FILE);
  if (!existsSync(file)) return undefined;
  let newest: EntryMark | undefined;
  for (const { text, isWhole } of ledgerLines(file)) {
    const [, seq, sha256] = (isWhole && ENTRY.exec(text.slice(-END_LENGTH))) || [];
    if (sha256 !== undefined && Number(seq) > (newest?.seq ?? 0)) newest = { seq: Number(seq), sha256 };
  }
  return newest;
}
