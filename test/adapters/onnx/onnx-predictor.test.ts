// Requests in, ensemble predictions or reasons out; never a rejection.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadedModel, loadModel } from '../../../src/adapters/onnx/load-model.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import type { PredictionRequest } from '../../../src/core/prediction/predictor.ts';
import { classProbabilities, expectedMagnitude } from '../../../src/research/training/linear-output.ts';
import { normal, seeded } from '../../research/training/samples.ts';
import { INPUTS, ToyModel } from './toy-model.ts';

const toy = new ToyModel();
let model: LoadedModel;
beforeAll(async () => {
  model = await loadModel(toy.folder, { features: featureById });
});
afterAll(async () => {
  await model.predictor.close();
  toy.remove();
});

function request(inputs: Float32Array): PredictionRequest {
  return { strategyId: 's', requestSeq: 1, regime: 'range', inputs };
}

/** The ensemble's direction and magnitude in plain TypeScript. */
function expected(inputs: Float32Array) {
  const p = new Float64Array(3);
  classProbabilities(toy.direction[0]!, inputs, 0, p);
  const first = p[2]! - p[0]!;
  classProbabilities(toy.direction[1]!, inputs, 0, p);
  return { direction: (first + 2 * (p[2]! - p[0]!)) / 3, magnitude: expectedMagnitude(toy.magnitude, inputs, 0) };
}

describe('OnnxPredictor', () => {
  const random = seeded(31);
  const rows = Array.from({ length: 200 }, () => Float32Array.from(INPUTS, () => normal(random) * 40));

  it('answers with the weighted ensemble', async () => {
    for (const inputs of rows) {
      const answer = await model.predictor.predict(request(inputs));
      if (answer.kind === 'failed') throw new Error(answer.reason);
      const { direction, magnitude } = expected(inputs);
      expect(Math.abs(answer.prediction.direction - direction)).toBeLessThan(1e-6);
      expect(Math.abs(answer.prediction.magnitude - magnitude)).toBeLessThan(1e-6 * Math.max(magnitude, 1e-3));
      expect(answer.prediction.members.map((m) => m.file)).toEqual(['a.onnx', 'b.onnx', 'm.onnx']);
    }
  });

  it('keeps requests apart that are under way together, even when the caller reuses its array', async () => {
    const reused = new Float32Array(INPUTS.length);
    const answers = await Promise.all(
      rows.slice(0, 40).map((inputs) => {
        reused.set(inputs);
        return model.predictor.predict(request(reused));
      }),
    );
    for (const [i, answer] of answers.entries()) {
      if (answer.kind === 'failed') throw new Error(answer.reason);
      expect(Math.abs(answer.prediction.direction - expected(rows[i]!).direction)).toBeLessThan(1e-6);
    }
  });

  it('gives the same bits for the same inputs', async () => {
    const first = await model.predictor.predict(request(rows[0]!));
    await model.predictor.predict(request(rows[1]!));
    expect(await model.predictor.predict(request(rows[0]!))).toEqual(first);
  });

  it('refuses inputs of the wrong number or that are not finite', async () => {
    expect(await model.predictor.predict(request(new Float32Array(3)))).toEqual({
      kind: 'failed',
      reason: '3 inputs given, the model reads 4',
    });
    expect(await model.predictor.predict(request(Float32Array.of(0, 1, Number.NaN, 0)))).toEqual({
      kind: 'failed',
      reason: 'input 2 is NaN',
    });
  });

  it('has a limit on requests under way', async () => {
    const answers = await Promise.all(Array.from({ length: 65 }, () => model.predictor.predict(request(rows[0]!))));
    expect(answers.filter((answer) => answer.kind === 'failed')).toEqual([
      { kind: 'failed', reason: '64 predictions are under way already' },
    ]);
  });

  it('answers with a failure after and while it is closed', async () => {
    const { predictor } = await loadModel(toy.folder, { features: featureById });
    const underWay = predictor.predict(request(rows[0]!));
    await predictor.close();
    await predictor.close();
    expect(await predictor.predict(request(rows[0]!))).toEqual({ kind: 'failed', reason: 'the model is closed' });
    expect(['failed', 'prediction']).toContain((await underWay).kind);
  });

  it('fails where no member is asked in the regime', async () => {
    const other = new ToyModel();
    const manifest = other.manifest();
    other.writeManifest({ ...manifest, members: manifest.members.map((m) => ({ ...m, regimes: ['trend_up'] })) });
    const { predictor } = await loadModel(other.folder, { features: featureById });
    expect(await predictor.predict(request(rows[0]!))).toEqual({
      kind: 'failed',
      reason: 'no member of the model is asked in range',
    });
    await predictor.close();
    other.remove();
  });
});
