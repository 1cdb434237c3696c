// A home in; its whole ledger out, or an error that names the first line at which it is not what was written.

import { brokenLedger } from '../../adapters/ledger/ledger-error.ts';
import { type VerifiedLedger, verifiedLedger } from '../../adapters/ledger/verify-ledger.ts';

/** No number of trials is given of a ledger that lost some. Throws UserError `ledger-broken`. */
export function soundLedger(home: string): VerifiedLedger {
  const ledger = verifiedLedger(home);
  const { fault } = ledger;
  if (fault === undefined) return ledger;
  throw brokenLedger(home, fault.line === undefined ? fault.reason : `line ${fault.line}: ${fault.reason}`, fault.line);
}
