// A home and its ledger of trials in; why it is not all that was ever recorded there, out: by itself, its releases, runs and sweeps.

import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import type { VerifiedLedger } from '../../adapters/ledger/verify-ledger.ts';
import { lostTrials } from '../../research/trials/lost-trials.ts';
import { type LedgerAnchor, ledgerAnchors } from './ledger-anchors.ts';

const ID_SHOWN = 12;

/**
 * Undefined where the chain is unbroken and holds every entry that a release, an approval, a run or a sweep of this home names. What another
 * home signed of its own ledger is no loss here: see `otherLedgers`.
 */
export function ledgerFault(home: string, { entries, fault }: VerifiedLedger): string | undefined {
  if (fault !== undefined) {
    const place = fault.line === undefined ? '' : `line ${fault.line}: `;
    return `The ledger of trials is not whole: ${place}${fault.reason}`;
  }
  for (const anchor of ledgerAnchors(home)) {
    if (isOfOther(anchor, entries)) continue;
    const lost = anchorFault(anchor, entries);
    if (lost !== undefined) return lost;
  }
  const [lost] = lostTrials(home, entries);
  if (lost === undefined) return undefined;
  return `The ledger of trials has lost entries: ${lost.what} was recorded as entry ${lost.entry.seq}`;
}

export interface OtherLedger {
  readonly strategy: string;
  /** In words: `the release STRATEGY ID`, or its approval. */
  readonly what: string;
}

/** Releases and approvals that came from another home, whose ledger knows what was tried for them. */
export function otherLedgers(home: string, { entries }: VerifiedLedger): readonly OtherLedger[] {
  const others = ledgerAnchors(home).filter((anchor) => isOfOther(anchor, entries));
  return others.map((anchor) => ({ strategy: anchor.release.strategy, what: nameOf(anchor) }));
}

/** Nobody without a key of this home can have signed for its ledger; a ledger begun anew is another one, and shows by that key. */
function isOfOther({ ledger, isOwn }: LedgerAnchor, entries: readonly EntryMark[]): boolean {
  return !isOwn && ledger.first !== undefined && ledger.first !== entries[0]?.sha256;
}

function anchorFault(anchor: LedgerAnchor, entries: readonly EntryMark[]): string | undefined {
  const { release, stage, ledger, newest } = anchor;
  const made = stage === undefined ? 'was made' : 'was written';
  const lost = (seq: number, hash: string): string =>
    `The ledger of trials has lost entries: ${nameOf(anchor)} ${made} when it had entry ${seq} (${hash.slice(0, ID_SHOWN)})`;
  if (entries[ledger.seq - 1]?.sha256 !== ledger.head) return lost(ledger.seq, ledger.head);
  if (newest === undefined) return undefined;
  const file = `releases/${release.strategy}/${release.id}.ledger`;
  const what = 'which names the newest entry of the ledger of trials when the release was promoted,';
  if (newest === 'missing') return `${file}, ${what} is missing`;
  if (newest === 'changed') return `${file}, ${what} is not what a trusted key signed`;
  return entries[newest.seq - 1]?.sha256 === newest.sha256 ? undefined : lost(newest.seq, newest.sha256);
}

function nameOf({ release: { strategy, id }, stage }: LedgerAnchor): string {
  const name = `${strategy} ${id.slice(0, ID_SHOWN)}`;
  return stage === undefined ? `the release ${name}` : `the approval of ${name} for ${stage}`;
}
