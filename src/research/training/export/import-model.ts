// Two ONNX files made elsewhere and the facts of their training in; the files of a model folder, proven on what their maker said, out.

import { featureSchemaHash } from '../../../adapters/onnx/feature-schema-hash.ts';
import { adoptGraph } from '../../../adapters/onnx/import/adopt-graph.ts';
import type { AdoptMapping } from '../../../adapters/onnx/import/import-error.ts';
import type { LoadOptions } from '../../../adapters/onnx/load-model.ts';
import { SCHEMA_HASH_KEY } from '../../../adapters/onnx/onnx-metadata.ts';
import { sha256Of } from '../../../adapters/onnx/verified-file.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { featureById } from '../../../core/catalogue/catalogue.ts';
import { confidenceFormula } from '../../../core/prediction/ensemble.ts';
import { type DirectionClass, directionClasses } from '../../../core/prediction/fitted/live-model.ts';
import { tradedRegimes } from '../../../core/prediction/model-checks.ts';
import type { ModelManifest, ModelMember } from '../../../core/prediction/model-manifest.ts';
import { ruleRegime } from '../../../core/regime/rule-regime.ts';
import { missionThresholds } from '../mission-thresholds.ts';
import { checkAdopted } from './check-adopted.ts';
import type { ImportFacts } from './import-facts.ts';
import { PARITY_TOLERANCE } from './prove-parity.ts';

/** One file and how it is read. */
export interface ImportedFile {
  readonly bytes: Uint8Array;
  /** For messages. */
  readonly file: string;
  readonly output?: string | undefined;
}

export interface ImportRequest {
  readonly name: string;
  readonly direction: ImportedFile & { readonly scores?: AdoptMapping['scores'] };
  readonly magnitude: ImportedFile;
  readonly facts: ImportFacts;
  /** For messages. */
  readonly factsFile: string;
  /** What is computed under the ids of the inputs; those of the catalogue where absent. */
  readonly features?: LoadOptions['features'] | undefined;
}

/**
 * By name: direction.onnx, magnitude.onnx, golden.json, model.json. Throws UserError `model-import`, `model-file-corrupt`, or
 * `model-features` for an input that is no feature.
 */
export async function importModel(request: ImportRequest): Promise<ReadonlyMap<string, Uint8Array>> {
  const { facts, direction, magnitude } = request;
  const schemaHash = schemaHashOf(request);
  const read = (role: ModelMember['role']) => ({ inputs: facts.inputs.length, columns: columnsOf(request, role) });
  const { classes } = facts;
  const files = new Map<string, Uint8Array>();
  const outputs: Record<string, readonly (readonly number[])[]> = {};
  const members: ModelMember[] = [];
  const take = async (given: ImportedFile, mapping: AdoptMapping, expected: readonly (readonly number[])[]) => {
    const metadata = metadataOf(request, given, schemaHash, mapping.role);
    const bytes = adoptGraph(given.bytes, given.file, mapping, metadata);
    await checkAdopted({ bytes, file: given.file, original: given.bytes, mapping }, facts.golden.inputs, expected);
    const file = `${mapping.role}.onnx`;
    files.set(file, bytes);
    outputs[file] = expected;
    members.push({ file, sha256: sha256Of(bytes), weight: 1, regimes: tradedRegimes, role: mapping.role });
  };
  const { output, scores } = direction;
  checkGolden(request);
  await take(direction, { role: 'direction', ...read('direction'), classes, output, scores }, expectedDirection(facts));
  await take(
    magnitude,
    { role: 'magnitude', ...read('magnitude'), output: magnitude.output },
    expectedMagnitude(facts),
  );
  const golden = jsonBytes({ schemaVersion: 1, inputs: float32Rows(facts.golden.inputs), outputs });
  files.set('golden.json', golden);
  const sha256 = sha256Of(golden);
  const manifest = manifestOf(request, schemaHash, members, {
    file: 'golden.json',
    sha256,
    tolerance: PARITY_TOLERANCE,
  });
  return files.set('model.json', jsonBytes(manifest, 2));
}

function columnsOf(
  { facts: { inputs, reads }, factsFile }: ImportRequest,
  role: ModelMember['role'],
): readonly number[] {
  return (reads?.[role] ?? inputs).map((id, at) => {
    const column = inputs.indexOf(id);
    if (column >= 0) return column;
    throw new UserError({
      code: 'model-file-invalid',
      message: `${factsFile}: reads.${role}.${at}: ${id} is none of the inputs`,
      ...{ file: factsFile, field: `reads.${role}.${at}` },
      fix: 'Name the inputs of both files in `inputs`',
    });
  });
}

function manifestOf(
  { name, facts }: ImportRequest,
  schemaHash: string,
  members: readonly ModelMember[],
  golden: ModelManifest['golden'],
): ModelManifest {
  const { id, parameters } = facts.regimeDetector ?? ruleRegime();
  return {
    ...{ schemaVersion: 1, name, members, inputs: facts.inputs, schemaHash },
    ...{ horizonCandles: facts.horizonCandles, candle: facts.candle, warmupCandles: facts.warmupCandles },
    ...{ regimeDetector: { id, parameters }, confidenceFormula },
    thresholds: { fitted: facts.thresholds ?? missionThresholds, mission: missionThresholds },
    ...{ ranges: facts.ranges, provenance: facts.provenance, sideSource: facts.sideSource },
    ...{ training: facts.training, validation: facts.validation, datasets: facts.datasets, golden },
  };
}

function metadataOf({ facts }: ImportRequest, given: ImportedFile, schemaHash: string, role: ModelMember['role']) {
  return {
    ...{ [SCHEMA_HASH_KEY]: schemaHash, features: facts.inputs.join(','), role },
    ...{ trainingFrom: facts.training.from, trainingTo: facts.training.to, provenance: facts.provenance },
    datasets: JSON.stringify(facts.datasets),
    importedSha256: sha256Of(given.bytes),
    ...(facts.seed === undefined ? {} : { seed: String(facts.seed) }),
  };
}

function schemaHashOf({ facts, factsFile, features = featureById }: ImportRequest): string {
  const specs = facts.inputs.map((id, at) => {
    const spec = features(id);
    if (spec !== undefined) return spec;
    throw new UserError({
      code: 'model-features',
      message: `${factsFile}: input ${id} is no feature of this program`,
      ...{ file: factsFile, field: `inputs.${at}` },
      fix: 'Name features of `qt features list` or of the strategy, in the order in which the model reads them',
    });
  });
  return featureSchemaHash(specs);
}

function checkGolden({ facts: { golden, inputs, ranges, classes }, factsFile }: ImportRequest): void {
  const fault = (field: string, message: string) =>
    new UserError({
      code: 'model-file-invalid',
      message: `${factsFile}: ${field}: ${message}`,
      ...{ file: factsFile, field },
      fix: 'Write the rows and what Python says of them again, as docs/models.md shows',
    });
  const count = golden.inputs.length;
  if (ranges.length !== inputs.length) throw fault('ranges', `${ranges.length} ranges for ${inputs.length} inputs`);
  for (const part of ['direction', 'magnitude'] as const) {
    if (golden[part].length !== count)
      throw fault(`golden.${part}`, `${golden[part].length} rows for ${count} of inputs`);
  }
  const widths = { inputs: inputs.length, direction: classes?.length ?? directionClasses.length, magnitude: 1 };
  for (const [part, width] of Object.entries(widths)) {
    const odd = golden[part as keyof typeof widths].findIndex((row) => row.length !== width);
    // the probability of the second class alone is as good
    if (odd < 0 || (part === 'direction' && width === 2 && golden.direction.every((row) => row.length === 1))) continue;
    throw fault(
      `golden.${part}.${odd}`,
      `${golden[part as keyof typeof widths][odd]!.length} numbers, expected ${width}`,
    );
  }
}

function expectedDirection({ golden, classes }: ImportFacts): readonly (readonly number[])[] {
  const named: readonly DirectionClass[] = classes ?? directionClasses;
  return golden.direction.map((row) => {
    const p = row.length === 1 ? [1 - row[0]!, row[0]!] : row;
    return directionClasses.map((name) => p[named.indexOf(name)] ?? 0);
  });
}

function expectedMagnitude({ golden }: ImportFacts): readonly (readonly number[])[] {
  return golden.magnitude.map(([size]) => [Math.max(0, size!)]);
}

/** Python reads them as float32 too; text of a double is no fault. */
function float32Rows(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return rows.map((row) => row.map(Math.fround));
}

function jsonBytes(value: unknown, indent?: number): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, indent)}\n`);
}
