// The manifest of a model and the dataset store in; a gate that says whether the model names data of the exchange that are here, out.

import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import { trainedParts } from '../../research/training/trained-parts.ts';
import type { CheckedGate } from '../release/gate.ts';
import { datasetsGate } from './datasets-gate.ts';
import { type KnownTraining, knownTraining } from './known-training.ts';

/**
 * What a model says of its own provenance is one word in a file; its datasets are hashes that only real parts have. The value is the
 * number of them found in the store whole, unchanged and marked `exchange`; the limit how many the model names. A model.json that no training of the
 * ledger wrote, where it knows what they wrote, has failed before that: its sha256 is the value then, where it is given. Of one that was taken over
 * from elsewhere the reason says who said so and why, for as long as the release exists.
 */
export async function trainingDataGate(
  store: DatasetStore,
  home: string,
  manifest: ModelManifest | undefined,
  manifestSha256?: string,
): Promise<CheckedGate> {
  const refused = refusedDataGate(manifest);
  if (refused !== undefined) return refused;
  const base = { id: 'trainingData' } as const;
  if (manifest === undefined) {
    return { ...base, passed: true, value: null, limit: null, reason: 'The strategy uses no model', fix: '' };
  }
  // before data that are only missing, which an easier stage lets pass
  const known: KnownTraining =
    manifestSha256 === undefined ? { kind: 'noneNamed' } : knownTraining(home, manifestSha256);
  if (manifestSha256 !== undefined && known.kind === 'unknown') return unknownGate(manifest, manifestSha256);
  const faults: string[] = [];
  for (const entry of manifest.datasets) {
    const fault = await faultOf(store, home, entry, { from: manifest.training.from, to: manifest.validation.to });
    if (fault !== undefined) faults.push(fault);
  }
  const limit = Math.max(1, manifest.datasets.length);
  const value = manifest.datasets.length - faults.length;
  if (value === limit) {
    const reason = `All ${value} datasets that ${manifest.name} ${trainedOn(known)} are here, from the exchange`;
    return { ...base, passed: true, value, limit, reason, fix: '' };
  }
  const first = faults[0] ?? `${manifest.name} names no dataset that it was trained on`;
  const reason = faults.length > 1 ? `${first}, and ${faults.length - 1} more` : first;
  const fix = 'Train the model on data of the exchange in this home (qt train), then promote again';
  return { ...base, passed: false, isMissing: true, value, limit, reason, fix };
}

/** No stage takes a model that was fitted to data known to be wrong. Undefined for every other. */
export function refusedDataGate(manifest: ModelManifest | undefined): CheckedGate | undefined {
  const refused = manifest?.datasets.find(({ refusedParts }) => (refusedParts ?? 0) > 0);
  if (manifest === undefined || refused === undefined) return undefined;
  const { path, refusedParts = 0 } = refused;
  return {
    id: 'trainingData',
    passed: false,
    value: refusedParts,
    limit: 0,
    reason: `${manifest.name} was trained on ${refusedParts} days of ${path} that the quality gate refused (--allow-refused)`,
    fix: 'Train it again without --allow-refused, on days that qt datasets check passes',
  };
}

/** That the numbers were fitted to these data, this home knows of its own trainings alone. */
function trainedOn(known: KnownTraining): string {
  if (known.kind !== 'madeElsewhere') return 'was trained on';
  const { by, why } = known.origin;
  return `says it was trained on (made elsewhere, stated by ${by}: ${why})`;
}

/** Not missing but otherwise: wherever it is asked, it stops. */
function unknownGate({ name }: ModelManifest, manifestSha256: string): CheckedGate {
  return {
    ...{ id: 'trainingData', passed: false, value: manifestSha256, limit: null },
    reason: `No training in the ledger made this model.json: ${name} was changed since it was trained, or made elsewhere`,
    fix: `Train the model again in this home (qt train), and change nothing in its files; one that was made elsewhere is taken over for ever in sight: qt models record ${name} --why "..." --by "..."`,
  };
}

async function faultOf(
  store: DatasetStore,
  home: string,
  entry: ModelManifest['datasets'][number],
  span: { readonly from: string; readonly to: string },
): Promise<string | undefined> {
  const parts = trainedParts(store, entry, span);
  if (parts === undefined)
    return `the model was trained on ${entry.path}, which this home does not hold as it was then`;
  const other = parts.find(({ provenance }) => provenance !== 'exchange');
  if (other !== undefined)
    return `the model was trained on ${entry.path}, which is ${other.provenance} on ${other.day}`;
  const files = parts.map(({ instrument, kind, day, sha256 }) => ({
    path: `datasets/${instrument}/${kind}/${day}.parquet`,
    sha256,
  }));
  const { passed, reason } = await datasetsGate(home, files);
  return passed ? undefined : `of the data that the model was trained on, ${reason}`;
}
