// The export of whole models: what the gate proves, what it catches, and a folder that the live path loads.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exportOnnx } from '../../../../src/adapters/onnx/export/export-onnx.ts';
import { featureSchemaHash } from '../../../../src/adapters/onnx/feature-schema-hash.ts';
import { loadModel } from '../../../../src/adapters/onnx/load-model.ts';
import { readOnnxMetadata } from '../../../../src/adapters/onnx/onnx-metadata.ts';
import { featureById } from '../../../../src/core/catalogue/catalogue.ts';
import type { FittedModel, TreeModel } from '../../../../src/core/prediction/fitted/fitted-model.ts';
import { type LiveModel, liveOutputs } from '../../../../src/core/prediction/fitted/live-model.ts';
import { tradedRegimes } from '../../../../src/core/prediction/model-checks.ts';
import { codeVersionOf } from '../../../../src/research/training/export/code-version.ts';
import { exportModel, type ModelFile } from '../../../../src/research/training/export/export-model.ts';
import { float32Beside } from '../../../../src/research/training/export/float32-neighbours.ts';
import { parityRows } from '../../../../src/research/training/export/parity-rows.ts';
import { proveDecisions } from '../../../../src/research/training/export/prove-decisions.ts';
import { proveParity } from '../../../../src/research/training/export/prove-parity.ts';
import { packageRoot } from '../../../../src/runner/package-root.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { ToyModel } from '../../../adapters/onnx/toy-model.ts';
import {
  randomCalibration,
  randomColumns,
  randomLinear,
  randomMlp,
  randomTrees,
} from '../../../core/prediction/fitted/random-fitted.ts';

const inputs = ['return_1', 'rsi_14', 'adx_14', 'bodyShare'];
const TRAINING_ROWS = 500;
const PARITY_ROWS = 5000;
const random = new Random(31, 'export-model');
const training = { rows: TRAINING_ROWS, columns: randomColumns(random, inputs.length, TRAINING_ROWS) };

const named = <M extends FittedModel>(model: M): M => ({ ...model, inputs });
const trees = (link: 'sigmoid' | 'softmax' | 'identity') => named(randomTrees(random, link, inputs.length));
const direction = (model: FittedModel): LiveModel => ({ role: 'direction', inputs, members: [{ model, weight: 1 }] });

const limits = { regimeConfidence: 0.5, probability: 0.4, direction: 0.3, magnitude: 0.0002, confidence: 0.6 };
const thresholds = { fitted: { trend_up: limits, trend_down: limits, range: limits } };

const facts = {
  schemaHash: featureSchemaHash(inputs.map((id) => featureById(id)!)),
  training: { from: '2025-01-02', to: '2025-02-28' },
  datasets: [{ path: 'WDOG25/candles-1m', sha256: 'ab'.repeat(32) }],
  provenance: 'synthetic',
  code: codeVersionOf(packageRoot),
  seed: 3,
} as const;

function ensemble(): readonly ModelFile[] {
  const all = { weight: 1, regimes: tradedRegimes };
  const linear = named(randomLinear(random, 'softmax', inputs.length));
  const calibration = randomCalibration(random, 'isotonic', 3);
  const small = named(randomTrees(random, 'identity', inputs.length, 5));
  return [
    { name: 'trees', live: direction(trees('softmax')), ...all },
    { name: 'binary', live: direction(trees('sigmoid')), ...all, regimes: ['range'] },
    {
      name: 'linear',
      live: { role: 'direction', inputs, members: [{ model: linear, calibration, weight: 1 }] },
      ...all,
    },
    { name: 'size', live: { role: 'magnitude', inputs, members: [{ model: small, weight: 1 }] }, ...all },
  ];
}

describe('the export of a model', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it('proves every file and every decision, and gives what the live path loads', async () => {
    const request = { files: ensemble(), thresholds, training, facts, parityRows: PARITY_ROWS };
    const exported = await exportModel(request);
    expect(exported.parity.rows).toBe(PARITY_ROWS);
    expect(exported.parity.decisions).toBe(3 * PARITY_ROWS);
    expect(exported.parity.files.map(({ exactMembers }) => exactMembers)).toEqual([1, 1, 0, 1]);
    for (const { deviation } of exported.parity.files) expect(deviation).toBeLessThan(1e-6);
    const folder = mkdtempSync(join(tmpdir(), 'exported-'));
    folders.push(folder);
    for (const [file, bytes] of exported.files) writeFileSync(join(folder, file), bytes);
    const toy = new ToyModel(inputs);
    const manifest = { ...toy.manifest(), members: exported.members, golden: exported.golden };
    toy.remove();
    writeFileSync(join(folder, 'model.json'), JSON.stringify(manifest));
    const loaded = await loadModel(folder, { features: featureById });
    expect(loaded.goldenDeviation).toBeLessThan(1e-7);
    await loaded.predictor.close();
    const metadata = readOnnxMetadata(exported.files.get('linear.onnx')!);
    expect(metadata).toMatchObject({ ...{ seed: '3', features: inputs.join(','), schemaHash: facts.schemaHash } });
    expect(metadata).toMatchObject({
      trainingFrom: '2025-01-02',
      trainingTo: '2025-02-28',
      members: 'linear isotonic × 1',
    });
    expect(JSON.parse(metadata.datasets!)).toEqual(facts.datasets);
    expect(metadata.codeVersion).toBe(facts.code.version);
    const again = await exportModel(request);
    expect([...again.files]).toEqual([...exported.files]);
  });

  it('catches a file whose threshold was moved by one float32', async () => {
    const model = trees('softmax');
    const [first, ...rest] = model.trees.filter(({ feature }) => feature.length > 0);
    const threshold = first!.threshold.slice();
    threshold[0] = float32Beside(threshold[0]!, 1);
    const moved: TreeModel = { ...model, trees: [{ ...first!, threshold }, ...rest] };
    const live = direction({ ...model, trees: [first!, ...rest] });
    const sample = parityRows([live], training, PARITY_ROWS, 1);
    const bytes = exportOnnx(direction(moved), { metadata: {} });
    await expect(proveParity(live, bytes, 'moved.onnx', sample)).rejects.toThrow(
      /moved.onnx does not say what was trained/,
    );
  });

  it('catches missing values that go the other way', async () => {
    const model = trees('sigmoid');
    const other = {
      ...model,
      trees: model.trees.map((tree) => ({ ...tree, missingLeft: tree.missingLeft.map((left) => 1 - left) })),
    };
    const live = direction(model);
    const bytes = exportOnnx(direction(other), { metadata: {} });
    const sample = parityRows([live], training, PARITY_ROWS, 1);
    await expect(proveParity(live, bytes, 'missing.onnx', sample)).rejects.toThrow('NaN');
  });

  it('catches a gate that falls otherwise by the last bit of a probability', () => {
    const member = { file: 'a.onnx', sha256: '', weight: 1, regimes: tradedRegimes, role: 'direction' } as const;
    const size = { ...member, file: 'm.onnx', role: 'magnitude' } as const;
    const says = (up: number) => Float32Array.of(0.1, 0.9 - up, up);
    const up = Math.fround(0.55);
    const [same, other] = [says(up), says(float32Beside(up, -1))];
    const magnitude = { deviation: 0, exactMembers: 0, expected: Float32Array.of(0.01), given: Float32Array.of(0.01) };
    const files = (given: Float32Array) => [
      { member, parity: { deviation: 0, exactMembers: 0, expected: same, given } },
      { member: size, parity: magnitude },
    ];
    const sum = same.reduce((total, p) => total + p, 0);
    const at = { ...limits, probability: same[2]! / sum };
    const presets = { fitted: { trend_up: at, trend_down: at, range: at } };
    expect(proveDecisions(files(same), presets, 1)).toBe(3);
    expect(() => proveDecisions(files(other), presets, 1)).toThrow(
      'the gate probability of fitted in trend_up falls otherwise',
    );
    expect(proveDecisions(files(other), thresholds, 1)).toBe(3);
  });

  it('refuses requests that do not fit together', async () => {
    const files = ensemble();
    const refused = (change: object) => expect(exportModel({ files, thresholds, training, facts, ...change })).rejects;
    await refused({ files: [] }).toThrow('there is no file');
    await refused({ files: [files[0]!, files[0]!] }).toThrow('a file name stands twice');
    await refused({ training: { rows: 0, columns: training.columns } }).toThrow('has no row');
    await refused({ training: { rows: TRAINING_ROWS, columns: training.columns.slice(1) } }).toThrow(
      '3 columns for 4 inputs',
    );
    await refused({ training: { rows: TRAINING_ROWS + 1, columns: training.columns } }).toThrow(
      'of training has 500 rows',
    );
    const nothing = training.columns.map(() => new Float32Array(3).fill(Number.NaN));
    await refused({ training: { rows: 3, columns: nothing } }).toThrow('every row of training has a missing value');
  });
});

describe('rows of the parity gate', () => {
  it('hold every threshold with its two neighbours, go beyond the ranges, and miss values where trees alone read', () => {
    const tree = trees('softmax');
    const mlp = { ...randomMlp(random, 'softmax', 1), inputs: ['rsi_14'] };
    const live: LiveModel = { role: 'direction', inputs, members: [tree, mlp].map((model) => ({ model, weight: 1 })) };
    const sample = parityRows([live], training, PARITY_ROWS, 1);
    const present = sample.columns.map((column) => new Set(column));
    for (const { feature, threshold } of tree.trees) {
      for (const [node, column] of feature.entries()) {
        for (const value of [
          threshold[node]!,
          float32Beside(threshold[node]!, 1),
          float32Beside(threshold[node]!, -1),
        ]) {
          expect(present[column]!.has(value)).toBe(true);
        }
      }
    }
    const missing = sample.columns.map((column) => column.filter(Number.isNaN).length);
    expect(missing[1]).toBe(0);
    for (const j of [0, 2, 3]) expect(missing[j]).toBeGreaterThan(0.02 * PARITY_ROWS);
    const largest = Math.max(...training.columns[0]!);
    expect(sample.columns[0]!.filter((value) => value > 10 * largest).length).toBeGreaterThan(40);
    expect(parityRows([live], training, PARITY_ROWS, 1)).toEqual(sample);
    expect(parityRows([live], training, PARITY_ROWS, 2)).not.toEqual(sample);
    expect(() => liveOutputs(live, sample.columns, sample.rows)).not.toThrow();
  });

  it('neighbours of a float32 are the next ones', () => {
    for (const value of [1, -1, 0.1, -3.5e-20, 1e30, 0, -0]) {
      const at = Math.fround(value);
      const [below, above] = [float32Beside(at, -1), float32Beside(at, 1)];
      expect(below).toBeLessThan(at);
      expect(above).toBeGreaterThan(at);
      expect(Math.fround((below + at) / 2) === below || Math.fround((below + at) / 2) === at).toBe(true);
      expect(float32Beside(above, -1)).toBeCloseTo(at, 40);
    }
    expect(float32Beside(Number.POSITIVE_INFINITY, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(float32Beside(0, 1)).toBe(2 ** -149);
  });
});
