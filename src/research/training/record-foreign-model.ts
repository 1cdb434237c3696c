// A model that no training of this home made, and why it is taken over, in; its entry in the ledger of trials out, so that promotions know it and say so.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { recordTrial } from '../../adapters/ledger/record-trial.ts';
import { verifiedLedger } from '../../adapters/ledger/verify-ledger.ts';
import { parseContract } from '../../core/market/contract.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';

/** What stands in the settings of the entry under `madeElsewhere`. */
export interface ForeignOrigin {
  /** Who says so: a person, or the command that took it over. */
  readonly by: string;
  readonly why: string;
}

export interface ForeignModel {
  readonly manifest: Pick<ModelManifest, 'name' | 'inputs' | 'datasets' | 'provenance' | 'training' | 'validation'>;
  readonly manifestSha256: string;
}

/**
 * False where the ledger names this very model.json already: then nothing is written. The entry counts as a trial, as any training does: what was
 * searched through elsewhere nobody here knows. Throws the UserErrors of `recordTrial`.
 */
export function recordForeignModel(home: string, model: ForeignModel, { by, why }: ForeignOrigin): boolean {
  const { manifest, manifestSha256 } = model;
  const isMade = ({ trial }: LedgerEntry): boolean => trial.kind === 'training' && isOf(trial.model, manifestSha256);
  if (verifiedLedger(home).entries.some(isMade)) return false;
  recordTrial(home, {
    ...{ kind: 'training', strategy: manifest.name, outcome: 'finished', codeSha256: null, release: null },
    settings: { madeElsewhere: { by, why }, inputs: [...manifest.inputs] },
    ...{ conditions: {}, model: { name: manifest.name, manifestSha256 }, seed: null, run: null, labels: {} },
    data: {
      ...{ instrument: rootOf(manifest), provenance: manifest.provenance },
      ...{ from: manifest.training.from, to: manifest.validation.to },
      datasets: manifest.datasets.map(({ path, sha256 }) => ({ path, sha256 })),
    },
    result: { digest: null, trades: null, daily: null, measures: {} },
  });
  return true;
}

/** Undefined for a training of this home. */
export function foreignOrigin({ settings }: LedgerEntry['trial']): ForeignOrigin | undefined {
  const said = settings.madeElsewhere;
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return undefined;
  const { by, why } = said;
  return typeof by === 'string' && typeof why === 'string' ? { by, why } : undefined;
}

const isOf = (model: LedgerEntry['trial']['model'], sha256: string): boolean => model?.manifestSha256 === sha256;

/** A model says nothing of what it is for but by its data. */
function rootOf({ datasets }: ForeignModel['manifest']): string {
  for (const { path } of datasets) {
    const contract = parseContract(path.split('/')[0] ?? '');
    if (contract !== undefined) return contract.root;
  }
  return 'unknown';
}
