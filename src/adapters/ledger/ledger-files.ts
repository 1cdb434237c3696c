// A home in; where its ledger of trials stands, out.

import { join } from 'node:path';
import { RUNS_FOLDER } from '../journal/run-folder.ts';

/** The chain itself: one entry a line, only ever appended to. */
export function ledgerPath(home: string): string {
  return join(home, RUNS_FOLDER, 'ledger.jsonl');
}

/** What belongs to it: the lock, the last head, the shared lists. */
export function ledgerFolder(home: string): string {
  return join(home, RUNS_FOLDER, 'ledger');
}
