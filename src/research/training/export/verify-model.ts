// The folder of a model in; whether its hashes, golden vectors, metadata and answers on seeded rows hold on this machine, check by check, out.

import { join } from 'node:path';
import { type LoadOptions, loadModel } from '../../../adapters/onnx/load-model.ts';
import { readModelFolder } from '../../../adapters/onnx/model-folders.ts';
import { OnnxBatch } from '../../../adapters/onnx/onnx-batch.ts';
import { readOnnxMetadata } from '../../../adapters/onnx/onnx-metadata.ts';
import { evaluateGraph } from '../../../adapters/onnx/reference/evaluate-graph.ts';
import { readVerifiedFile } from '../../../adapters/onnx/verified-file.ts';
import { DIRECTION_OUTPUT, MAGNITUDE_OUTPUT } from '../../../adapters/onnx/write-linear-onnx.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { featureById } from '../../../core/catalogue/catalogue.ts';
import type { ModelManifest, ModelMember } from '../../../core/prediction/model-manifest.ts';
import { Random } from '../../../simulation/random.ts';
import { recipeOfModel } from '../../recipes/read-recipe.ts';
import { PARITY_TOLERANCE } from './prove-parity.ts';

export interface ModelCheck {
  readonly check: 'files' | 'recipe' | 'metadata' | 'parity';
  /** Of the member; undefined for the whole model. */
  readonly file: string | undefined;
  /** `skipped`: nothing could be compared, and the detail says why. */
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
}

export interface VerifyOptions {
  readonly rows: number;
  readonly seed: number;
  /** What is computed under the ids of the inputs; those of the catalogue where absent. */
  readonly features?: LoadOptions['features'] | undefined;
}

/** Beyond the ranges of training on either side, as a share of them. */
const WIDER = 1;

/** Throws UserError where the manifest itself cannot be read. */
export async function verifyModel(folder: string, options: VerifyOptions): Promise<readonly ModelCheck[]> {
  const { manifest } = await readModelFolder(folder);
  const files = await checkFiles(folder, options.features ?? featureById);
  if (files.result === 'failed') return [files];
  const columns = seededColumns(manifest, options);
  const checks = [files, ...(await checkRecipe(folder, manifest))];
  for (const member of manifest.members) {
    const bytes = await readVerifiedFile(join(folder, member.file), member.sha256);
    checks.push(checkMetadata(manifest, member, bytes), await checkParity(member, bytes, columns, options.rows));
  }
  return checks;
}

/** What a run does before it trades with it: hashes, shapes, features, golden vectors. */
async function checkFiles(folder: string, features: LoadOptions['features']): Promise<ModelCheck> {
  const about = { check: 'files', file: undefined } as const;
  try {
    const { goldenDeviation, predictor, manifest } = await loadModel(folder, { features });
    await predictor.close();
    const deviation = `golden vectors within ${goldenDeviation.toExponential(1)}`;
    return { ...about, result: 'passed', detail: `${manifest.members.length} members as hashed, ${deviation}` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...about, result: 'failed', detail: `${error.message} ${error.fix}` };
  }
}

/** Trading does not read it; whoever trains the model again does. */
async function checkRecipe(folder: string, { recipe }: ModelManifest): Promise<readonly ModelCheck[]> {
  if (recipe === undefined) return [];
  const about = { check: 'recipe', file: recipe.file } as const;
  try {
    await recipeOfModel(folder);
    return [{ ...about, result: 'passed', detail: 'the one that the model was trained by' }];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ ...about, result: 'failed', detail: `${error.message} ${error.fix}` }];
  }
}

/** What a file says of itself must be what the manifest says. */
function checkMetadata(manifest: ModelManifest, { file, role }: ModelMember, bytes: Uint8Array): ModelCheck {
  const about = { check: 'metadata', file } as const;
  const metadata = readOnnxMetadata(bytes);
  const expected: Readonly<Record<string, string>> = {
    ...{ schemaHash: manifest.schemaHash, features: manifest.inputs.join(','), role },
    ...{ trainingFrom: manifest.training.from, trainingTo: manifest.training.to, provenance: manifest.provenance },
  };
  const told = Object.keys(expected).filter((key) => metadata[key] !== undefined);
  const wrong = told.find((key) => metadata[key] !== expected[key]);
  if (wrong !== undefined) {
    const detail = `${wrong} is ${metadata[wrong]}, but model.json says ${expected[wrong]}`;
    return { ...about, result: 'failed', detail };
  }
  if (told.length === 0) return { ...about, result: 'skipped', detail: 'the file says nothing of its training' };
  const { codeVersion, commit, seed } = metadata;
  const made = [
    ...(codeVersion === undefined ? [] : [`made by ${codeVersion}${commit === undefined ? '' : ` at ${commit}`}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
  ];
  return { ...about, result: 'passed', detail: [`${told.join(', ')} as in model.json`, ...made].join('; ') };
}

async function checkParity(
  { file, role }: ModelMember,
  bytes: Uint8Array,
  columns: readonly Float32Array[],
  rows: number,
): Promise<ModelCheck> {
  const about = { check: 'parity', file } as const;
  const output = role === 'direction' ? DIRECTION_OUTPUT : MAGNITUDE_OUTPUT;
  const batch = await OnnxBatch.open(bytes, file);
  const given = (await batch.run(columns, rows, [output])).get(output)!;
  await batch.close();
  const evaluation = evaluateGraph(bytes, columns, rows, output);
  if (evaluation.kind === 'unknown') {
    const detail = `${evaluation.what} is not evaluated here: the file was made elsewhere, and golden vectors alone prove it`;
    return { ...about, result: 'skipped', detail };
  }
  const expected = evaluation.output.values;
  let worst = 0;
  let equal = 0;
  for (let i = 0; i < expected.length; i++) {
    const unit = role === 'direction' ? 1 : Math.max(Math.abs(expected[i]!), Number.MIN_VALUE);
    const apart = expected[i] === given[i] ? 0 : Math.abs(expected[i]! - given[i]!) / unit;
    // written so that NaN is the worst
    if (!(apart <= worst)) worst = apart;
    if (apart === 0) equal += 1;
  }
  const detail = `${rows} seeded rows within ${worst.toExponential(1)} of plain arithmetic, ${equal} of ${expected.length} outputs equal to the last bit`;
  return { ...about, result: worst <= PARITY_TOLERANCE ? 'passed' : 'failed', detail };
}

function seededColumns({ ranges }: ModelManifest, { rows, seed }: VerifyOptions): readonly Float32Array[] {
  return ranges.map(([low, high], at) => {
    const random = new Random(seed, `verify-model/${at}`);
    const margin = WIDER * (high - low);
    return Float32Array.from({ length: rows }, () => low - margin + random.float() * (high - low + 2 * margin));
  });
}
