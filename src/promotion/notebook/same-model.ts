// The folders of two models in; where the second is not the first, in words, out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import { readModelFolder } from '../../adapters/onnx/model-folders.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';

/** Written into each file by who exports it: the checkout goes on after the model, most of all by the commit of the model itself. */
const OF_THE_CHECKOUT: readonly string[] = ['commit', 'codeVersion'];

/**
 * Undefined where both are the same model: every file byte for byte but the version of the checkout in the metadata of ONNX files, every
 * field of model.json but the hashes of these files and the record of the notebook. UserErrors of `readModelFolder`.
 */
export async function modelDifference(first: string, second: string): Promise<string | undefined> {
  const [one, other] = [(await readModelFolder(first)).manifest, (await readModelFolder(second)).manifest];
  const field = differentField(one, other);
  if (field === 'datasets') return `it took other data: ${datasetsOf(other)}, not ${datasetsOf(one)}`;
  if (field !== undefined) return `its model.json has another ${field}`;
  for (const { file } of one.members) {
    if (!sameBytes(weightsOf(join(first, file)), weightsOf(join(second, file)))) return `${file} has other weights`;
  }
  const plain = [one.golden.file, ...(one.recipe === undefined ? [] : [one.recipe.file])];
  const changed = plain.find((file) => !sameBytes(readFileSync(join(first, file)), readFileSync(join(second, file))));
  return changed === undefined ? undefined : `${changed} is another`;
}

/** What was trained on comes first: all else follows from it. */
function differentField(one: ModelManifest, other: ModelManifest): string | undefined {
  const [a, b] = [comparable(one), comparable(other)];
  const fields = [...new Set(['datasets', 'training', ...Object.keys(a), ...Object.keys(b)])];
  return fields.find((field) => canonicalJson(a[field] ?? null) !== canonicalJson(b[field] ?? null));
}

function comparable({ notebook: _, members, ...rest }: ModelManifest): Readonly<Record<string, unknown>> {
  return { ...rest, members: members.map(({ sha256: _hash, ...member }) => member) };
}

function datasetsOf({ datasets, training, validation }: ModelManifest): string {
  return `${datasets.map(({ path }) => path).join(', ')} of ${training.from} to ${validation.to}`;
}

function weightsOf(file: string): Uint8Array {
  const model = fromBinary(ModelProtoSchema, readFileSync(file));
  model.metadataProps = model.metadataProps.filter(({ key }) => !OF_THE_CHECKOUT.includes(key ?? ''));
  return toBinary(ModelProtoSchema, model);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
