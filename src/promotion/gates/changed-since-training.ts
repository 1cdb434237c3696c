// A home, and a model with the sha256 of its model.json, in; whether the ledger of trials knows who made that very file, or only others of its name, out.

import { verifiedLedger } from '../../adapters/ledger/verify-ledger.ts';

export interface MadeModel {
  readonly name: string;
  /** sha256 of its model.json, which names every other file of it by theirs. */
  readonly manifestSha256: string;
}

/**
 * True where every training of that name in the ledger says what file came of it, and none says this one: weights, thresholds or spans were changed
 * since, or it was trained elsewhere. False also where nothing can be known: no training of the name, or one that was recorded before its files were
 * written (ensembles by recipe, models of a notebook).
 */
export function isChangedSinceTraining(home: string, { name, manifestSha256 }: MadeModel): boolean {
  const trainings = verifiedLedger(home).entries.filter(
    ({ trial }) => trial.kind === 'training' && trial.strategy === name,
  );
  return (
    trainings.length > 0 &&
    trainings.every(({ trial }) => trial.model !== null && trial.model.manifestSha256 !== manifestSha256)
  );
}
