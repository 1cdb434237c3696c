// A home and its ledger of trials in; why it is not all that was ever recorded there, out: by itself, its releases, runs and sweeps.

import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import type { VerifiedLedger } from '../../adapters/ledger/verify-ledger.ts';
import { lostTrials } from '../../research/trials/lost-trials.ts';
import { type LedgerAnchor, ledgerAnchors } from './ledger-anchors.ts';

const ID_SHOWN = 12;

/** Undefined where the chain is unbroken and holds every entry that a release, a run or a sweep of this home names. */
export function ledgerFault(home: string, { entries, fault }: VerifiedLedger): string | undefined {
  if (fault !== undefined) {
    const place = fault.line === undefined ? '' : `line ${fault.line}: `;
    return `The ledger of trials is not whole: ${place}${fault.reason}`;
  }
  for (const anchor of ledgerAnchors(home)) {
    const lost = anchorFault(anchor, entries);
    if (lost !== undefined) return lost;
  }
  const [lost] = lostTrials(home, entries);
  if (lost === undefined) return undefined;
  return `The ledger of trials has lost entries: ${lost.what} was recorded as entry ${lost.entry.seq}`;
}

function anchorFault({ release, ledger, newest }: LedgerAnchor, entries: readonly EntryMark[]): string | undefined {
  const name = `${release.strategy} ${release.id.slice(0, ID_SHOWN)}`;
  const lost = (seq: number, hash: string): string =>
    `The ledger of trials has lost entries: the release ${name} was made when it had entry ${seq} (${hash.slice(0, ID_SHOWN)})`;
  if (entries[ledger.seq - 1]?.sha256 !== ledger.head) return lost(ledger.seq, ledger.head);
  if (newest === undefined) return undefined;
  const file = `releases/${release.strategy}/${release.id}.ledger`;
  const what = 'which names the newest entry of the ledger of trials when the release was promoted,';
  if (newest === 'missing') return `${file}, ${what} is missing`;
  if (newest === 'changed') return `${file}, ${what} is not what a trusted key signed`;
  return entries[newest.seq - 1]?.sha256 === newest.sha256 ? undefined : lost(newest.seq, newest.sha256);
}
