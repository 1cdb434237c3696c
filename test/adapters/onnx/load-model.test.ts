// A model folder that is complete loads; one damaged in any place is refused with the reason.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModel } from '../../../src/adapters/onnx/load-model.ts';
import { writeSoftmaxOnnx } from '../../../src/adapters/onnx/write-linear-onnx.ts';
import { UserError } from '../../../src/adapters/user-error.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../../src/core/features/feature.ts';
import type { ModelManifest } from '../../../src/core/prediction/model-manifest.ts';
import { sha256, softmaxModel, ToyModel } from './toy-model.ts';

let toy: ToyModel;
beforeEach(() => {
  toy = new ToyModel();
});
afterEach(() => toy.remove());

async function refusal(features: (id: string) => FeatureSpec | undefined = featureById): Promise<UserError> {
  try {
    const { predictor } = await loadModel(toy.folder, { features });
    await predictor.close();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the model was loaded');
}

/** Puts other bytes in place of a file and lets the manifest name their hash. */
function replaceFile(file: string, bytes: Uint8Array | string): void {
  toy.write(file, bytes);
  toy.writeManifest(toy.manifest());
}

describe('loadModel', () => {
  it('loads a complete folder and says how near its golden vectors are', async () => {
    const model = await loadModel(toy.folder, { features: featureById });
    expect(model.manifest).toEqual(toy.manifest());
    expect(model.manifestSha256).toBe(sha256(toy.read('model.json')));
    expect(model.goldenDeviation).toBeLessThan(1e-7);
    await model.predictor.close();
  });

  it.each(['model.json', 'golden.json', 'b.onnx'])('refuses a folder without %s', async (file) => {
    rmSync(join(toy.folder, file));
    expect(await refusal()).toMatchObject({ code: 'model-file-missing', file: join(toy.folder, file) });
  });

  it.each(['golden.json', 'a.onnx', 'm.onnx'])('refuses %s when one byte of it was flipped', async (file) => {
    const bytes = toy.read(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    toy.write(file, bytes);
    expect(await refusal()).toMatchObject({ code: 'model-file-changed', file: join(toy.folder, file) });
  });

  it('refuses a truncated file whose hash the manifest confirms', async () => {
    replaceFile('a.onnx', toy.read('a.onnx').subarray(0, 200));
    expect(await refusal()).toMatchObject({ code: 'model-file-corrupt', file: join(toy.folder, 'a.onnx') });
  });

  it('refuses bytes that are no ONNX model at all', async () => {
    replaceFile('m.onnx', 'not a model');
    expect((await refusal()).code).toBe('model-file-corrupt');
  });

  it('refuses a model that gives other numbers than its golden vectors', async () => {
    const other = softmaxModel(1);
    other.bias[0]! += 1e-4;
    replaceFile('a.onnx', writeSoftmaxOnnx(other, {}));
    const error = await refusal();
    expect(error.code).toBe('model-golden');
    expect(error.message).toMatch(/a\.onnx: row \d+ of golden\.json differs by \d/);
  });

  it('refuses a magnitude that is wrong by a millionth of a return', async () => {
    const golden = JSON.parse(toy.read('golden.json').toString());
    const row = golden.outputs['m.onnx'].findIndex(([value]: [number]) => value > 0);
    golden.outputs['m.onnx'][row][0] += 1e-6;
    replaceFile('golden.json', JSON.stringify(golden));
    expect((await refusal()).code).toBe('model-golden');
  });

  it('refuses golden vectors that are too few, ragged, not float32, or lack a member', async () => {
    const good = JSON.parse(toy.read('golden.json').toString());
    const cases: readonly [unknown, RegExp][] = [
      [{ ...good, inputs: good.inputs.slice(1) }, /inputs: .*64/],
      [
        { ...good, inputs: good.inputs.map((row: number[], i: number) => (i === 5 ? row.slice(1) : row)) },
        /row 5 has 3 inputs/,
      ],
      [{ ...good, inputs: good.inputs.map((row: number[]) => [0.1, ...row.slice(1)]) }, /0\.1, which is no float32/],
      [{ ...good, outputs: { 'a.onnx': good.outputs['a.onnx'] } }, /no outputs for b\.onnx/],
      [{ ...good, extra: 1 }, /extra/],
    ];
    for (const [content, message] of cases) {
      replaceFile('golden.json', JSON.stringify(content));
      const error = await refusal();
      expect(error.code).toBe('model-file-invalid');
      expect(error.message).toMatch(message);
    }
  });

  it('refuses a model with another number of inputs', async () => {
    replaceFile('b.onnx', writeSoftmaxOnnx(softmaxModel(2, 5), {}));
    const error = await refusal();
    expect(error.code).toBe('model-shape');
    expect(error.message).toContain('features has the shape [N, 5], not [N, 4]');
  });

  it('refuses a direction model in the place of a magnitude model', async () => {
    replaceFile('m.onnx', writeSoftmaxOnnx(softmaxModel(2), {}));
    const error = await refusal();
    expect(error.code).toBe('model-shape');
    expect(error.message).toContain('has no output magnitude, only probabilities');
  });

  it('refuses inputs that this program does not compute, or computes otherwise than in training', async () => {
    const unknown = await refusal((id) => (id === 'adx_14' ? undefined : featureById(id)));
    expect(unknown).toMatchObject({ code: 'model-features', field: 'inputs.2' });
    const changed = await refusal((id) => {
      const spec = featureById(id)!;
      return id === 'adx_14' ? { ...spec, meta: { ...spec.meta, version: 99 } } : spec;
    });
    expect(changed).toMatchObject({ code: 'model-features', field: 'schemaHash' });
  });

  it('refuses a file whose metadata name other features than the manifest', async () => {
    replaceFile('a.onnx', writeSoftmaxOnnx(softmaxModel(1), { schemaHash: '0'.repeat(64) }));
    expect(await refusal()).toMatchObject({ code: 'model-features', file: join(toy.folder, 'a.onnx') });
  });
});

describe('model.json', () => {
  const cases: readonly [string, (manifest: ModelManifest) => unknown, RegExp][] = [
    ['an unknown key', (m) => ({ ...m, extra: 1 }), /extra/],
    [
      'an unknown key of a member',
      (m) => ({ ...m, members: m.members.map((x) => ({ ...x, extra: 1 })) }),
      /members\.0.*extra/,
    ],
    ['another schema version', (m) => ({ ...m, schemaVersion: 2 }), /schemaVersion/],
    [
      'a file outside of its folder',
      (m) => ({ ...m, golden: { ...m.golden, file: '../golden.json' } }),
      /golden\.file/,
    ],
    ['a weight of 0', (m) => ({ ...m, members: m.members.map((x) => ({ ...x, weight: 0 })) }), /members\.0\.weight/],
    [
      'a regime without magnitude',
      (m) => ({ ...m, members: m.members.slice(0, 2) }),
      /trend_up has no magnitude member/,
    ],
    ['an input twice', (m) => ({ ...m, inputs: ['rsi_14', 'rsi_14', 'adx_14', 'bodyShare'] }), /an input stands twice/],
    ['a range too few', (m) => ({ ...m, ranges: m.ranges.slice(1) }), /3 ranges for 4 inputs/],
    ['a range upside down', (m) => ({ ...m, ranges: m.ranges.map(() => [1, 0]) }), /low is above high/],
    ['a loose tolerance', (m) => ({ ...m, golden: { ...m.golden, tolerance: 1e-3 } }), /golden\.tolerance/],
    ['no fitted thresholds', (m) => ({ ...m, thresholds: { mission: m.thresholds.fitted } }), /fitted is missing/],
    ['an interval it does not know', (m) => ({ ...m, candle: '1 minute' }), /candle/],
    [
      'a period that ends before it begins',
      (m) => ({ ...m, training: { from: '2025-02-01', to: '2025-01-01' } }),
      /training/,
    ],
  ];

  it.each(cases)('is refused with %s', async (_, damage, message) => {
    toy.writeManifest(damage(toy.manifest()));
    const error = await refusal();
    expect(error.code).toBe('model-file-invalid');
    expect(error.message).toMatch(message);
  });

  it('is refused when it is no JSON', async () => {
    toy.write('model.json', '{"schemaVersion": 1,');
    expect((await refusal()).message).toMatch(/is not JSON/);
  });

  it('is refused with a threshold below the floor, whatever the preset', async () => {
    const manifest = toy.manifest();
    const fitted = manifest.thresholds.fitted!;
    const loose = { ...fitted, range: { ...fitted.range, direction: 0.29 } };
    toy.writeManifest({ ...manifest, thresholds: { fitted, loose } });
    expect(await refusal()).toMatchObject({ code: 'model-thresholds-low', field: 'thresholds.loose.range.direction' });
  });
});
