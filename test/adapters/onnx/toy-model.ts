// Writes a small, complete model folder for tests, which then damage it in one place at a time.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { featureSchemaHash } from '../../../src/adapters/onnx/feature-schema-hash.ts';
import type { MagnitudeModel, SoftmaxModel } from '../../../src/adapters/onnx/linear-model.ts';
import { writeMagnitudeOnnx, writeSoftmaxOnnx } from '../../../src/adapters/onnx/write-linear-onnx.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import type { ModelManifest } from '../../../src/core/prediction/model-manifest.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { classProbabilities, expectedMagnitude } from '../../../src/research/training/linear-output.ts';
import { normal, seeded } from '../../research/training/samples.ts';

export const INPUTS = ['return_1', 'rsi_14', 'adx_14', 'bodyShare'];

export function softmaxModel(seed: number, inputs = INPUTS.length): SoftmaxModel {
  const random = seeded(seed);
  const vector = (length: number, make: () => number) => Float64Array.from({ length }, make);
  return {
    means: vector(inputs, () => normal(random) * 20),
    scales: vector(inputs, () => 10 + random() * 20),
    weights: vector(inputs * 3, () => normal(random)),
    bias: vector(3, () => normal(random)),
  };
}

export function magnitudeModel(seed: number, inputs = INPUTS.length): MagnitudeModel {
  const { means, scales, weights } = softmaxModel(seed, inputs);
  return { means, scales, weights: weights.slice(0, inputs).map((weight) => weight * 1e-3), bias: 1e-3 };
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const thresholds = { regimeConfidence: 0.6, probability: 0.5, direction: 0.3, magnitude: 0.0002, confidence: 0.6 };

export class ToyModel {
  readonly folder = mkdtempSync(join(tmpdir(), 'toy-model-'));
  readonly inputs: readonly string[];
  readonly schemaHash: string;
  readonly direction: readonly SoftmaxModel[];
  readonly magnitude: MagnitudeModel;

  constructor(inputs: readonly string[] = INPUTS) {
    this.inputs = inputs;
    this.schemaHash = featureSchemaHash(inputs.map((id) => featureById(id)!));
    this.direction = [softmaxModel(1, inputs.length), softmaxModel(2, inputs.length)];
    this.magnitude = magnitudeModel(3, inputs.length);
    const { schemaHash } = this;
    const random = seeded(4);
    const rows = Array.from({ length: 64 }, () => inputs.map(() => Math.fround(normal(random) * 40)));
    const p = new Float64Array(3);
    const probabilities = (model: SoftmaxModel) =>
      rows.map((row) => {
        classProbabilities(model, row, 0, p);
        return [...p];
      });
    const outputs = {
      'a.onnx': probabilities(this.direction[0]!),
      'b.onnx': probabilities(this.direction[1]!),
      'm.onnx': rows.map((row) => [expectedMagnitude(this.magnitude, row, 0)]),
    };
    writeFileSync(join(this.folder, 'a.onnx'), writeSoftmaxOnnx(this.direction[0]!, { schemaHash }));
    writeFileSync(join(this.folder, 'b.onnx'), writeSoftmaxOnnx(this.direction[1]!, { schemaHash }));
    writeFileSync(join(this.folder, 'm.onnx'), writeMagnitudeOnnx(this.magnitude, { schemaHash }));
    writeFileSync(join(this.folder, 'golden.json'), JSON.stringify({ schemaVersion: 1, inputs: rows, outputs }));
    this.writeManifest(this.manifest());
  }

  manifest(): ModelManifest {
    const regimes = ['trend_up', 'trend_down', 'range'] as const;
    const member = (file: string, role: 'direction' | 'magnitude', weight: number) => ({
      file,
      sha256: sha256(this.read(file)),
      weight,
      regimes,
      role,
    });
    return {
      schemaVersion: 1,
      name: 'toy',
      members: [member('a.onnx', 'direction', 1), member('b.onnx', 'direction', 2), member('m.onnx', 'magnitude', 1)],
      inputs: this.inputs,
      schemaHash: this.schemaHash,
      horizonCandles: 5,
      candle: '1m',
      warmupCandles: 60,
      regimeDetector: { id: ruleRegime().id, parameters: ruleRegime().parameters },
      confidenceFormula: 'as the code',
      thresholds: { fitted: { trend_up: thresholds, trend_down: thresholds, range: thresholds } },
      ranges: this.inputs.map(() => [-100, 100] as const),
      provenance: 'synthetic',
      sideSource: 'none',
      training: { from: '2025-01-02', to: '2025-02-28' },
      validation: { from: '2025-03-05', to: '2025-03-31' },
      datasets: [],
      golden: { file: 'golden.json', sha256: sha256(this.read('golden.json')), tolerance: 1e-6 },
    };
  }

  writeManifest(manifest: unknown): void {
    writeFileSync(join(this.folder, 'model.json'), JSON.stringify(manifest));
  }

  read(file: string): Buffer {
    return readFileSync(join(this.folder, file));
  }

  write(file: string, bytes: Uint8Array | string): void {
    writeFileSync(join(this.folder, file), bytes);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
