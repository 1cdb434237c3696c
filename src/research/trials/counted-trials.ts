// The entries of a ledger in; which of them count as trials, which repeat one, and which choose nothing, out.

import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { type BegunTrial, begunTrials } from './begun-trials.ts';

export type TrialStanding =
  | BegunTrial
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
 * itself shows it: the same choice, of the same code for a check, was counted before, and its code is named. Otherwise it counts as any other. A trial that other
 * sources of the package repeat, to the same result by the same code of the strategy, is as good as counted of those too. So is one that a verified
 * release repeats to the same result, on its data alone: the sources of a release have another hash than its bundle.
 */
export function countedTrials(entries: readonly LedgerEntry[]): readonly StandingTrial[] {
  const identities = new Map<string, number>();
  const choices = new Map<string, number>();
  const trainings = new Map<string, number>();
  const begun = begunTrials(entries);
  return entries.map((entry) => {
    const standing =
      begunStanding(entry, begun, choices) ?? exported(entry, trainings) ?? standingOf(entry, identities, choices);
    if (standing.kind === 'counted') {
      identities.set(entry.identity, entry.seq);
      if (entry.trial.kind === 'training' && entry.trial.model === null) trainings.set(trainingKey(entry), entry.seq);
      for (const key of [entry.choice, ownCodeKey(entry), codeKey(entry)]) {
        if (!choices.has(key)) choices.set(key, entry.seq);
      }
    } else if (standing.kind === 'repetition' && entry.trial.outcome !== 'began') {
      const chosen = choices.get(ownCodeKey(entry));
      if (chosen !== undefined && !choices.has(codeKey(entry))) choices.set(codeKey(entry), chosen);
      else if (entry.trial.release !== null) choices.set(daysKey(entry), standing.of);
    }
    return { entry, standing };
  });
}

/** Whether a choice was made by it: with a known result, or with one that nobody recorded. */
export function isTrial({ kind }: TrialStanding): boolean {
  return kind === 'counted' || kind === 'unfinished';
}

/** Undefined for an entry that is no beginning. What chooses nothing does not by being killed. */
function begunStanding(
  entry: LedgerEntry,
  begun: ReadonlyMap<number, BegunTrial>,
  choices: ReadonlyMap<string, number>,
): TrialStanding | undefined {
  const standing = begun.get(entry.seq);
  const chosen = standing?.kind === 'unfinished' ? chosenBefore(entry, choices) : undefined;
  return chosen === undefined ? standing : { kind: 'noChoice', of: chosen };
}

/** Of files that came of a training that was counted before there were any: nothing else was chosen. */
function exported(entry: LedgerEntry, trainings: ReadonlyMap<string, number>): TrialStanding | undefined {
  const { kind, model, outcome } = entry.trial;
  if (kind !== 'training' || model === null || outcome !== 'finished') return undefined;
  const of = trainings.get(trainingKey(entry));
  return of === undefined ? undefined : { kind: 'repetition', of };
}

function standingOf(
  entry: LedgerEntry,
  identities: ReadonlyMap<string, number>,
  choices: ReadonlyMap<string, number>,
): TrialStanding {
  const { trial, identity } = entry;
  // with sessions it had shown something, as a run that was stopped: whoever throws at the end would try for free
  if (trial.outcome === 'threw' && (trial.result.daily?.netE4.length ?? 0) === 0) return { kind: 'noResult' };
  const same = identities.get(identity);
  if (same !== undefined) return { kind: 'repetition', of: same };
  const chosen = chosenBefore(entry, choices);
  return chosen === undefined ? { kind: 'counted' } : { kind: 'noChoice', of: chosen };
}

/** Of what says that it chooses nothing: the entry that made the choice. */
function chosenBefore(entry: LedgerEntry, choices: ReadonlyMap<string, number>): number | undefined {
  const { kind, release, codeSha256 } = entry.trial;
  // two functions share choice and text and decide otherwise; of a release, the code is named where it was verified
  if (codeSha256 === null) return undefined;
  if (kind === 'paper' && release !== null) return choices.get(entry.choice);
  if (kind !== 'check') return undefined;
  return choices.get(codeKey(entry)) ?? (release === null ? undefined : choices.get(daysKey(entry)));
}

/** What makes two trials the same, but the model. */
function trainingKey({ trial: { strategy, settings, conditions, data, seed, result } }: LedgerEntry): string {
  return canonicalJson({ strategy, settings, conditions, data, seed, result });
}

/** Of the strategy's own code alone. */
const ownCodeKey = ({ choice, trial }: LedgerEntry): string => `${choice} ${trial.codeSha256}`;

/** Of the release's own code on the same data: whatever its sources were, without the check it gives what was counted there, and no more is known. */
const daysKey = (entry: LedgerEntry): string => `${ownCodeKey(entry)} ${canonicalJson(entry.trial.data)}`;

/** Of all code; entries of earlier versions do not say of which sources of the package. */
const codeKey = (entry: LedgerEntry): string =>
  `${ownCodeKey(entry)} ${entry.trial.packageSha256 ?? 'of an earlier version'}`;
