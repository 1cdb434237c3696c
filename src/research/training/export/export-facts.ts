// Facts of a training in; the metadata of its ONNX files, text by key, out.

import { SCHEMA_HASH_KEY } from '../../../adapters/onnx/onnx-metadata.ts';
import type { LiveModel } from '../../../core/prediction/fitted/live-model.ts';
import type { ModelManifest, TradedRegime } from '../../../core/prediction/model-manifest.ts';
import type { CodeVersion } from './code-version.ts';

export interface ExportFacts {
  /** sha256 over ids, order, parameters and versions of the inputs: `featureSchemaHash`. */
  readonly schemaHash: string;
  /** First and last session day of training. */
  readonly training: ModelManifest['training'];
  /** Path and fingerprint of every dataset that was trained on. */
  readonly datasets: ModelManifest['datasets'];
  readonly provenance: ModelManifest['provenance'];
  /** `codeVersionOf(packageRoot)`. */
  readonly code: CodeVersion;
  readonly seed: number;
}

export function exportMetadata(
  live: LiveModel,
  regimes: readonly TradedRegime[],
  facts: ExportFacts,
): Readonly<Record<string, string>> {
  const kinds = live.members.map(({ model, calibration, weight }) =>
    [model.kind, ...(calibration === undefined ? [] : [calibration.kind]), `× ${weight}`].join(' '),
  );
  return {
    [SCHEMA_HASH_KEY]: facts.schemaHash,
    features: live.inputs.join(','),
    ...{ role: live.role, regimes: regimes.join(','), members: kinds.join(', ') },
    ...{ trainingFrom: facts.training.from, trainingTo: facts.training.to },
    datasets: JSON.stringify(facts.datasets.map(({ path, sha256 }) => ({ path, sha256 }))),
    ...{ provenance: facts.provenance, codeVersion: facts.code.version },
    ...(facts.code.commit === undefined ? {} : { commit: facts.code.commit }),
    seed: String(facts.seed),
  };
}
