// Takes the folder of a model; gives its manifest and a predictor, after every file, shape and golden vector was checked.

import { basename, join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import type { FeatureSpec } from '../../core/features/feature.ts';
import type { MemberOutput } from '../../core/prediction/ensemble.ts';
import type { ModelManifest, ModelMember } from '../../core/prediction/model-manifest.ts';
import type { Predictor } from '../../core/prediction/predictor.ts';
import { UserError } from '../user-error.ts';
import { featureSchemaHash } from './feature-schema-hash.ts';
import { type Golden, goldenScale, parseGolden } from './golden.ts';
import { MemberSession } from './member-session.ts';
import { checkoutModelCode, type ModelCode } from './model-code.ts';
import { parseModelManifest } from './model-manifest-schema.ts';
import { readOnnxMetadata, SCHEMA_HASH_KEY } from './onnx-metadata.ts';
import { OnnxPredictor } from './onnx-predictor.ts';
import { readModelFile, readVerifiedFile, sha256Of } from './verified-file.ts';

export interface LoadOptions {
  /** What this program computes under a feature id; undefined when it knows no such feature. */
  features(id: string): FeatureSpec | undefined;
  /** Of this checkout when absent. */
  readonly code?: ModelCode | undefined;
}

export interface LoadedModel {
  readonly manifest: ModelManifest;
  /** Of model.json, which names the sha256 of every other file. */
  readonly manifestSha256: string;
  /** Largest deviation from the golden vectors on this machine, in the unit of the tolerance. */
  readonly goldenDeviation: number;
  readonly predictor: Predictor;
}

/**
 * Throws UserError: `model-file-missing`, `model-file-large`, `model-file-changed`, `model-file-invalid`, `model-file-corrupt`,
 * `model-shape`, `model-features`, `model-thresholds-low`, `model-golden`.
 */
export async function loadModel(folder: string, options: LoadOptions): Promise<LoadedModel> {
  const { code = checkoutModelCode } = options;
  const manifestPath = join(folder, 'model.json');
  const text = await readModelFile(manifestPath);
  const manifest = parseModelManifest(new TextDecoder().decode(text), manifestPath, code);
  checkFeatures(manifest, options.features, code, manifestPath);
  const goldenPath = join(folder, manifest.golden.file);
  const goldenBytes = await readVerifiedFile(goldenPath, manifest.golden.sha256);
  const golden = parseGolden(new TextDecoder().decode(goldenBytes), goldenPath, manifest);
  const sessions: MemberSession[] = [];
  try {
    let goldenDeviation = 0;
    for (const member of manifest.members) {
      const path = join(folder, member.file);
      const bytes = await readVerifiedFile(path, member.sha256);
      const session = await MemberSession.open(member, bytes, manifest.inputs.length, path);
      sessions.push(session);
      checkMetadata(bytes, manifest, path);
      goldenDeviation = Math.max(goldenDeviation, await checkGolden(session, golden, manifest, path));
    }
    const manifestSha256 = sha256Of(text);
    const predictor = new OnnxPredictor(manifest.inputs.length, sessions, code, manifestSha256);
    return { manifest, manifestSha256, goldenDeviation, predictor };
  } catch (error) {
    await Promise.all(sessions.map((session) => session.close()));
    throw error;
  }
}

/** The features must exist here and compute what they computed in training. */
function checkFeatures(
  manifest: ModelManifest,
  features: LoadOptions['features'],
  code: ModelCode,
  file: string,
): void {
  const specs = manifest.inputs.map((id, i) => {
    const spec = features(id);
    if (spec !== undefined) return spec;
    throw new UserError({
      code: 'model-features',
      message: `${file}: input ${id} is no feature of this program.`,
      file,
      field: `inputs.${i}`,
      fix: 'Use the release that the model was trained with, or train the model with the features of this one.',
    });
  });
  if (featureSchemaHash(specs, code.featureSchemaText) === manifest.schemaHash) return;
  throw new UserError({
    code: 'model-features',
    message: `${file}: the features that ${manifest.name} reads have changed since it was trained (another schemaHash).`,
    file,
    field: 'schemaHash',
    fix: 'Train the model again with the present features.',
  });
}

/** A file that says which features it was trained on must say the same as the manifest; files made elsewhere may be silent. */
function checkMetadata(bytes: Uint8Array, manifest: ModelManifest, path: string): void {
  const schemaHash = readOnnxMetadata(bytes)[SCHEMA_HASH_KEY];
  if (schemaHash === undefined || schemaHash === manifest.schemaHash) return;
  throw new UserError({
    code: 'model-features',
    message: `${path} was trained on other features than its manifest names (another schemaHash in its metadata).`,
    file: path,
    fix: 'Train the model again, so that all its files are of one training.',
  });
}

/** Runs the rows one by one, as trading does, and returns the largest deviation. */
async function checkGolden(
  session: MemberSession,
  golden: Golden,
  manifest: ModelManifest,
  path: string,
): Promise<number> {
  const { member } = session;
  const expected = golden.outputs[member.file]!;
  const scale = goldenScale(expected, member.role);
  const row = new Float32Array(manifest.inputs.length);
  const tensor = new Tensor('float32', row, [1, row.length]);
  let worst = 0;
  for (let i = 0; i < golden.inputs.length; i++) {
    row.set(golden.inputs[i]!);
    const deviation = deviationOf(await session.run(tensor), expected[i]!) / scale;
    if (!(deviation <= manifest.golden.tolerance)) throw goldenError(member, path, i, deviation, manifest);
    worst = Math.max(worst, deviation);
  }
  return worst;
}

function deviationOf(output: MemberOutput, expected: readonly number[]): number {
  switch (output.kind) {
    case 'direction':
      return Math.max(
        Math.abs(output.down - expected[0]!),
        Math.abs(output.flat - expected[1]!),
        Math.abs(output.up - expected[2]!),
      );
    case 'magnitude':
      return Math.abs(output.absoluteReturn - expected[0]!);
    case 'failed':
      return Number.POSITIVE_INFINITY;
  }
}

function goldenError(
  member: ModelMember,
  path: string,
  row: number,
  deviation: number,
  manifest: ModelManifest,
): UserError {
  return new UserError({
    code: 'model-golden',
    message: `${path}: row ${row} of ${basename(manifest.golden.file)} differs by ${deviation} from what ${member.file} must give; ${manifest.golden.tolerance} is allowed.`,
    file: path,
    fix: 'Do not trade with it here: train the model again, or find out what differs on this machine.',
  });
}
