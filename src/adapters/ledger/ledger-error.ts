// A home and what is wrong with its ledger in; one clear UserError out.

import { UserError } from '../user-error.ts';
import { ledgerFolder, ledgerPath } from './ledger-files.ts';

const FIX =
  'Put back ledger.jsonl from a copy. To go on without it, move ledger.jsonl and ledger/head.json away: a new ledger ' +
  'begins, and promotion will show that trials are missing';

/** Why a ledger with entries and without its head is not whole. */
export const HEAD_IS_GONE = 'runs/ledger/head.json, which names its newest entry, is missing or cannot be read';

const FIX_OF_HEAD = 'Put it back from a copy, or let qt trials repair take the last entry that is there for the newest';

/** `ledger-broken`. */
export function brokenLedger(home: string, reason: string, line?: number): UserError {
  const file = ledgerPath(home);
  const message = `The ledger of trials ${file} is not whole: ${reason}`;
  const fix = reason === HEAD_IS_GONE ? FIX_OF_HEAD : FIX;
  return new UserError({ code: 'ledger-broken', message, file, line, fix });
}

/** `ledger-unwritable`, of what the file system or the lock threw. */
export function unwritableLedger(home: string, cause: unknown): UserError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserError({
    code: 'ledger-unwritable',
    message: `Trials cannot be recorded in ${ledgerFolder(home)}, and no result is given without: ${reason}`,
    file: ledgerPath(home),
    fix:
      'Free space on the disk and allow writing to runs/ of the home; where data must stay read-only, use a home of your own ' +
      'whose datasets/ is a link to them (--home DIR, QT_HOME)',
    cause,
  });
}
