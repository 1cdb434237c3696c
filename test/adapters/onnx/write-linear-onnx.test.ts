// What the ONNX runtime says of a written model against plain TypeScript, on many random rows; and the bytes themselves.

import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { readOnnxMetadata } from '../../../src/adapters/onnx/onnx-metadata.ts';
import { writeMagnitudeOnnx, writeSoftmaxOnnx } from '../../../src/adapters/onnx/write-linear-onnx.ts';
import { classProbabilities, expectedMagnitude } from '../../../src/research/training/linear-output.ts';
import { normal, seeded } from '../../research/training/samples.ts';
import { magnitudeModel, sha256, softmaxModel } from './toy-model.ts';

const ROWS = 10_000;
const INPUTS = 16;

async function run(bytes: Uint8Array, features: Float32Array, output: string): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
  const result = await session.run({ features: new Tensor('float32', features, [features.length / INPUTS, INPUTS]) });
  await session.release();
  return result[output]!.data as Float32Array;
}

describe('a written ONNX file', () => {
  const random = seeded(99);
  const features = Float32Array.from({ length: ROWS * INPUTS }, () => normal(random) * 60);

  it('gives the probabilities of plain TypeScript within 1e-6', async () => {
    const model = softmaxModel(5, INPUTS);
    const found = await run(writeSoftmaxOnnx(model, {}), features, 'probabilities');
    expect(found.length).toBe(ROWS * 3);
    const expected = new Float64Array(3);
    let worst = 0;
    for (let i = 0; i < ROWS; i++) {
      classProbabilities(model, features, i * INPUTS, expected);
      for (let k = 0; k < 3; k++) worst = Math.max(worst, Math.abs(expected[k]! - found[i * 3 + k]!));
    }
    expect(worst).toBeLessThan(1e-6);
  });

  it('gives the magnitudes of plain TypeScript within a millionth of their size, and none below zero', async () => {
    const model = magnitudeModel(6, INPUTS);
    const found = await run(writeMagnitudeOnnx(model, {}), features, 'magnitude');
    let worst = 0;
    let zeros = 0;
    for (let i = 0; i < ROWS; i++) {
      const expected = expectedMagnitude(model, features, i * INPUTS);
      worst = Math.max(worst, Math.abs(expected - found[i]!) / Math.max(expected, 1e-6));
      if (found[i] === 0) zeros += 1;
    }
    expect(worst).toBeLessThan(1e-6);
    expect(Math.min(...found)).toBe(0);
    expect(zeros).toBeGreaterThan(100);
    expect(zeros).toBeLessThan(ROWS - 100);
  });

  it('has the same bytes for the same model, whatever the order of its metadata', () => {
    const model = softmaxModel(7);
    const a = writeSoftmaxOnnx(model, { seed: '1', codeVersion: 'x' });
    const b = writeSoftmaxOnnx(model, { codeVersion: 'x', seed: '1' });
    expect(sha256(a)).toBe(sha256(b));
    expect(sha256(a)).not.toBe(sha256(writeSoftmaxOnnx(softmaxModel(8), { seed: '1', codeVersion: 'x' })));
  });

  it('carries its metadata', () => {
    const metadata = { features: 'return_1,rsi_14', seed: '7', note: 'leilão' };
    expect(readOnnxMetadata(writeMagnitudeOnnx(magnitudeModel(9), metadata))).toEqual(metadata);
  });
});
