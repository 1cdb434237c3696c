// A home and the validation that was just recorded in; a gate that says whether every trial behind the choice is still in the ledger, out.

import type { EntryMark } from '../../adapters/ledger/ledger-entry.ts';
import type { Trial } from '../../adapters/ledger/trial.ts';
import { type VerifiedLedger, verifiedLedger } from '../../adapters/ledger/verify-ledger.ts';
import { countedTrials } from '../../research/trials/counted-trials.ts';
import { killedRuns } from '../../research/trials/killed-runs.ts';
import { trialsOf } from '../../research/trials/trials-of.ts';
import type { CheckedGate } from '../release/gate.ts';
import { ledgerFault, otherLedgers } from '../release/ledger-fault.ts';
import type { ReleaseDraft } from '../release/release-manifest.ts';

/** As `simulatedRun` gives it. */
export interface RecordedValidation {
  readonly trial: Trial;
  readonly entry: EntryMark;
}

export interface LedgerChecked {
  readonly gate: CheckedGate;
  /** What the release names: the newest trial that counts, so that promoting the same again makes the same release. */
  readonly anchor: ReleaseDraft['ledger'];
  /** The newest entry of any kind when it is asked for, which is signed beside the release: checks after the gate are among them. */
  readonly newest: EntryMark;
}

/**
 * It fails too where releases of the strategy came from another home: what was tried for them stands in the ledger of that one. The value is the number of trials of the strategy on the validated days, the
 * validation among them. It fails where the chain is broken or shorter than it was, where an earlier release or a run of this home
 * names an entry that is not there, and where the validation itself is missing.
 */
export function ledgerGate(home: string, validation: RecordedValidation): LedgerChecked {
  const base = { id: 'ledger', limit: null } as const;
  const ledger = verifiedLedger(home);
  const fault = faultOf(home, ledger, validation);
  if (fault === undefined) {
    const { value, reason } = countOf(home, validation);
    const gate = { ...base, passed: true, value, reason, fix: '' };
    return {
      gate,
      anchor: newestCounted(ledger),
      get newest() {
        return verifiedLedger(home).head!;
      },
    };
  }
  const { seq, sha256 } = validation.entry;
  const fix =
    'Put back runs/ledger.jsonl and runs/ledger/ from a copy, or promote where the trials were made (qt trials verify)';
  const gate = { ...base, passed: false, value: null, reason: fault, fix };
  const first = ledger.entries[0] === undefined ? {} : { first: ledger.entries[0].sha256 };
  return { gate, anchor: { seq, head: sha256, ...first, signedNewest: true }, newest: validation.entry };
}

function faultOf(home: string, ledger: VerifiedLedger, { entry, trial }: RecordedValidation): string | undefined {
  const fault = ledgerFault(home, ledger);
  if (fault !== undefined) return fault;
  if (ledger.entries[entry.seq - 1]?.sha256 !== entry.sha256) {
    return 'The ledger of trials does not hold the validation that was just made';
  }
  const other = otherLedgers(home, ledger).find(({ strategy }) => strategy === trial.strategy);
  if (other === undefined) return undefined;
  return `What was tried for ${other.what} stands in the ledger of trials of another home, which nobody can count here`;
}

function newestCounted({ entries }: VerifiedLedger): ReleaseDraft['ledger'] {
  const newest = countedTrials(entries).findLast(({ standing }) => standing.kind === 'counted')!.entry;
  return { seq: newest.seq, head: newest.sha256, first: entries[0]!.sha256, signedNewest: true };
}

function countOf(
  home: string,
  { trial, entry }: RecordedValidation,
): { readonly value: number; readonly reason: string } {
  const { strategy, data } = trial;
  const span = { home, instrument: data.instrument, like: entry.seq };
  const { count: value, unfinished } = trialsOf({ ...span, strategy });
  const all = trialsOf(span).count;
  const others = all === value ? '' : `, and ${all - value} of other strategies`;
  const trials = value === 1 ? 'This is the only trial' : `${value} trials`;
  const ended = unfinished.length === 0 ? '' : `; ${unfinished.length} of them unfinished`;
  const killed = killedRuns(home).length;
  const more = killed === 0 ? '' : `; ${killed} more of this home, ended by force, are not (qt trials verify)`;
  return {
    value,
    reason: `${trials} of ${strategy} on days of the validation${others}: all are in the ledger${ended}${more}`,
  };
}
