// A home and the sha256 of a model.json in; what its ledger of trials knows of that very file out: made here, taken over from elsewhere, or neither.

import { verifiedLedger } from '../../adapters/ledger/verify-ledger.ts';
import { type ForeignOrigin, foreignOrigin } from '../../research/training/record-foreign-model.ts';

export type KnownTraining =
  /** A training or an export of this home wrote it. */
  | { readonly kind: 'madeHere' }
  /** Somebody said so (`qt models import`, `qt models record`): what its training was is stated, not known. */
  | { readonly kind: 'madeElsewhere'; readonly origin: ForeignOrigin }
  /** The ledger knows what its trainings wrote, and none of them wrote this: changed since, or made elsewhere and never recorded. */
  | { readonly kind: 'unknown' }
  /** No entry names a file, as in a home that has trained nothing: nothing can be said. */
  | { readonly kind: 'noneNamed' };

/**
 * `manifestSha256` stands for the whole model: model.json names every other file of it by theirs. Whatever the trainings are called: a name is changed
 * as easily as a threshold. Trainings that name no file (of one member, or of before exports were recorded) prove nothing. What was made here stays so,
 * whatever is said of it.
 */
export function knownTraining(home: string, manifestSha256: string): KnownTraining {
  const named = verifiedLedger(home).entries.filter(({ trial }) => trial.kind === 'training' && trial.model !== null);
  if (named.length === 0) return { kind: 'noneNamed' };
  const origins = named
    .filter(({ trial }) => trial.model!.manifestSha256 === manifestSha256)
    .map(({ trial }) => foreignOrigin(trial));
  if (origins.length === 0) return { kind: 'unknown' };
  const [origin] = origins;
  return origin === undefined || origins.includes(undefined) ? { kind: 'madeHere' } : { kind: 'madeElsewhere', origin };
}
