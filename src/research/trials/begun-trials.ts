// The entries of a ledger in; of those that are the beginning of a run, which entry ended it, or shows as much as it has shown, out.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';

export type BegunTrial =
  /** The beginning of the run that entry `of` ended. */
  | { readonly kind: 'beginning'; readonly of: number }
  /** It has no end; the run that entry `of` ended or began is the same from its first day on, and goes as far. */
  | { readonly kind: 'repetition'; readonly of: number }
  /** Somebody ended it by force, or it is under way: it counts, with an unknown result. */
  | { readonly kind: 'unfinished' };

/**
 * By number of the beginning. Two beginnings are the same run where choice, conditions, days, seed and code are; code that is no file is never
 * the same. What a run was killed for after some days shows in the one that ran to its end: both are one trial.
 */
export function begunTrials(entries: readonly LedgerEntry[]): ReadonlyMap<number, BegunTrial> {
  const beginnings = entries.filter(({ trial }) => trial.outcome === 'began');
  const ends = endsOf(entries);
  const shown = new Map<string, number>();
  for (const beginning of beginnings) {
    const end = ends.get(beginning.seq);
    const key = runKey(beginning);
    if (end?.trial.outcome === 'finished' && key !== undefined && !shown.has(key)) shown.set(key, end.seq);
  }
  const found = new Map<number, BegunTrial>();
  for (const beginning of beginnings) {
    const { seq } = beginning;
    const end = ends.get(seq);
    const key = runKey(beginning);
    const same = key === undefined ? undefined : shown.get(key);
    if (end !== undefined) found.set(seq, { kind: 'beginning', of: end.seq });
    else if (same !== undefined) found.set(seq, { kind: 'repetition', of: same });
    else {
      found.set(seq, { kind: 'unfinished' });
      if (key !== undefined) shown.set(key, seq);
    }
  }
  return found;
}

/** By number of the beginning. An entry of another ledger, or of another choice, ends nothing. */
function endsOf(entries: readonly LedgerEntry[]): ReadonlyMap<number, LedgerEntry> {
  const ends = new Map<number, LedgerEntry>();
  for (const entry of entries) {
    const { began, outcome, seed } = entry.trial;
    if (began === undefined || outcome === 'began' || began.seq >= entry.seq) continue;
    const beginning = entries[began.seq - 1]!;
    const isOwn = beginning.sha256 === began.sha256 && beginning.trial.outcome === 'began';
    if (isOwn && beginning.choice === entry.choice && beginning.trial.seed === seed) ends.set(began.seq, entry);
  }
  return ends;
}

function runKey({ identity, trial }: LedgerEntry): string | undefined {
  const { codeSha256, packageSha256 } = trial;
  return codeSha256 === null ? undefined : `${identity} ${codeSha256} ${packageSha256}`;
}
