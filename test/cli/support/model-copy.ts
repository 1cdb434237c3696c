// A copy of a model's folder in; the same model with its opinion turned round, or with other thresholds, out.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import type { ModelManifest, RegimeThresholds } from '../../../src/core/prediction/model-manifest.ts';
import { repositoryRoot } from './qt.ts';

const CLASSES = 3;

interface GoldenFile {
  readonly schemaVersion: number;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: Readonly<Record<string, readonly (readonly number[])[]>>;
}

export const committedModel: string = join(repositoryRoot, 'models', 'wdo-regime');

export function copyModel(folder: string): void {
  cpSync(committedModel, folder, { recursive: true });
}

export function readManifest(folder: string): ModelManifest {
  return JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as ModelManifest;
}

export function writeManifest(folder: string, manifest: ModelManifest): void {
  writeFileSync(join(folder, 'model.json'), JSON.stringify(manifest, undefined, 2));
}

/** Up becomes down and down becomes up in every member that tells a direction; the golden vectors follow. */
export function negateModel(folder: string): void {
  const manifest = readManifest(folder);
  const goldenFile = join(folder, manifest.golden.file);
  const golden = JSON.parse(readFileSync(goldenFile, 'utf8')) as GoldenFile;
  const outputs = { ...golden.outputs };
  const members = manifest.members.map((member) => {
    if (member.role !== 'direction') return member;
    const file = join(folder, member.file);
    const bytes = mirrored(readFileSync(file));
    writeFileSync(file, bytes);
    outputs[member.file] = outputs[member.file]!.map(([down, flat, up]) => [up!, flat!, down!]);
    return { ...member, sha256: sha256(bytes) };
  });
  const text = JSON.stringify({ ...golden, outputs });
  writeFileSync(goldenFile, text);
  writeManifest(folder, { ...manifest, members, golden: { ...manifest.golden, sha256: sha256(text) } });
}

/** Changes the thresholds of one preset in all regimes. */
export function changeThresholds(folder: string, preset: string, change: Partial<RegimeThresholds>): void {
  const manifest = readManifest(folder);
  const { trend_up, trend_down, range } = manifest.thresholds[preset]!;
  const changed = {
    trend_up: { ...trend_up, ...change },
    trend_down: { ...trend_down, ...change },
    range: { ...range, ...change },
  };
  writeManifest(folder, { ...manifest, thresholds: { ...manifest.thresholds, [preset]: changed } });
}

/** The classes stand last in weights and bias: the first and the third change places. */
function mirrored(onnx: Uint8Array): Uint8Array {
  const model = fromBinary(ModelProtoSchema, onnx);
  for (const { name, rawData } of model.graph!.initializer) {
    if (name !== 'weights' && name !== 'bias') continue;
    const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
    for (let at = 0; at < rawData.byteLength; at += CLASSES * 8) {
      const down = view.getFloat64(at, true);
      view.setFloat64(at, view.getFloat64(at + 16, true), true);
      view.setFloat64(at + 16, down, true);
    }
  }
  return toBinary(ModelProtoSchema, model);
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
