// A home and the sha256 of a model.json in; whether the ledger of trials knows what its trainings wrote, and none of them wrote that very file, out.

import { verifiedLedger } from '../../adapters/ledger/verify-ledger.ts';

/**
 * `manifestSha256` stands for the whole model: model.json names every other file of it by theirs. Whatever the trainings are called: a name is changed
 * as easily as a threshold. True: weights, thresholds, days or the name were changed since, or the model was made elsewhere. Trainings that name no
 * file (of one member, or of before exports were recorded) prove nothing; false also where there are no others.
 */
export function isChangedSinceTraining(home: string, manifestSha256: string): boolean {
  const made = verifiedLedger(home).entries.flatMap(({ trial }) =>
    trial.kind === 'training' && trial.model !== null ? [trial.model.manifestSha256] : [],
  );
  return made.length > 0 && !made.includes(manifestSha256);
}
