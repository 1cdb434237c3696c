// A home and its ledger of trials in; why it is not all that was ever recorded there, out: by itself, its releases, runs and sweeps.

import type { VerifiedLedger } from '../../adapters/ledger/verify-ledger.ts';
import { lostTrials } from '../../research/trials/lost-trials.ts';
import { ledgerAnchors } from './ledger-anchors.ts';

const ID_SHOWN = 12;

/** Undefined where the chain is unbroken and holds every entry that a release, a run or a sweep of this home names. */
export function ledgerFault(home: string, { entries, fault }: VerifiedLedger): string | undefined {
  if (fault !== undefined) {
    const place = fault.line === undefined ? '' : `line ${fault.line}: `;
    return `The ledger of trials is not whole: ${place}${fault.reason}`;
  }
  for (const { release, ledger } of ledgerAnchors(home)) {
    if (entries[ledger.seq - 1]?.sha256 === ledger.head) continue;
    const name = `${release.strategy} ${release.id.slice(0, ID_SHOWN)}`;
    return `The ledger of trials has lost entries: the release ${name} was made when it had entry ${ledger.seq} (${ledger.head.slice(0, ID_SHOWN)})`;
  }
  const [lost] = lostTrials(home, entries);
  if (lost === undefined) return undefined;
  return `The ledger of trials has lost entries: ${lost.what} was recorded as entry ${lost.entry.seq}`;
}
