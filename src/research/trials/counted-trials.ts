// The entries of a ledger in; which of them count as trials, which repeat one, and which choose nothing, out.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';

export type TrialStanding =
  | { readonly kind: 'counted' }
  /** The same choice, conditions, data, seed and result as the entry with this number. */
  | { readonly kind: 'repetition'; readonly of: number }
  /** A release on paper, or other conditions for a choice that was counted before: nothing is chosen by it. */
  | { readonly kind: 'noChoice'; readonly of: number }
  /** The strategy threw before its first session: there was no result to choose by. */
  | { readonly kind: 'noResult' };

export interface StandingTrial {
  readonly entry: LedgerEntry;
  readonly standing: TrialStanding;
}

/**
 * In the order of the ledger. Whoever calls a trial a `check` or `paper` says that it chooses nothing; that is believed only where the ledger
 * itself shows it: the same choice, of the same code for a check, was counted before. Otherwise it counts as any other.
 */
export function countedTrials(entries: readonly LedgerEntry[]): readonly StandingTrial[] {
  const identities = new Map<string, number>();
  const choices = new Map<string, number>();
  return entries.map((entry) => {
    const standing = standingOf(entry, identities, choices);
    if (standing.kind === 'counted') {
      identities.set(entry.identity, entry.seq);
      for (const key of [entry.choice, codeKey(entry)]) if (!choices.has(key)) choices.set(key, entry.seq);
    }
    return { entry, standing };
  });
}

function standingOf(
  entry: LedgerEntry,
  identities: ReadonlyMap<string, number>,
  choices: ReadonlyMap<string, number>,
): TrialStanding {
  const { trial, identity, choice } = entry;
  // with sessions it had shown something, as a run that was stopped: whoever throws at the end would try for free
  if (trial.outcome === 'threw' && (trial.result.daily?.netE4.length ?? 0) === 0) return { kind: 'noResult' };
  const same = identities.get(identity);
  if (same !== undefined) return { kind: 'repetition', of: same };
  const isPaper = trial.kind === 'paper' && trial.release !== null;
  const chosen = isPaper ? choices.get(choice) : trial.kind === 'check' ? choices.get(codeKey(entry)) : undefined;
  return chosen === undefined ? { kind: 'counted' } : { kind: 'noChoice', of: chosen };
}

const codeKey = ({ choice, trial }: LedgerEntry): string => `${choice} ${trial.codeSha256}`;
