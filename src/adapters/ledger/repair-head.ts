// A home whose ledger has lost only its head in; the head remembered anew from the last entry that is there, out.

import type { EntryMark } from './ledger-entry.ts';
import { brokenLedger, HEAD_IS_GONE } from './ledger-error.ts';
import { rememberDurably } from './ledger-head.ts';
import { whileLedgerIsLocked } from './ledger-lock.ts';
import { type VerifiedLedger, verifiedLedger } from './verify-ledger.ts';

/**
 * Only where a person says so: whether the end was cut off before cannot be known any more. Undefined where nothing was to be mended. Throws
 * UserError `ledger-broken` for any other fault, and what `assertNothingLost` throws: then nothing is changed.
 */
export function repairHead(home: string, assertNothingLost: (ledger: VerifiedLedger) => void): EntryMark | undefined {
  return whileLedgerIsLocked(home, () => {
    const ledger = verifiedLedger(home);
    const { fault, head } = ledger;
    if (fault === undefined) return undefined;
    if (fault.reason !== HEAD_IS_GONE) throw brokenLedger(home, fault.reason, fault.line);
    assertNothingLost({ ...ledger, fault: undefined });
    rememberDurably(home, head!);
    return head;
  });
}
