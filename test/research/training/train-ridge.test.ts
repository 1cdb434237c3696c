// The ridge regression against closed forms and its normal equations.

import { describe, expect, it } from 'vitest';
import { expectedMagnitude } from '../../../src/research/training/linear-output.ts';
import { solveCholesky } from '../../../src/research/training/solve-cholesky.ts';
import { trainRidge } from '../../../src/research/training/train-ridge.ts';
import type { TrainingSample } from '../../../src/research/training/training-sample.ts';
import { matrixOf, normal, sampleOf, seeded } from './samples.ts';

function trained(sample: TrainingSample, target: Float64Array, l2: number) {
  const result = trainRidge(sample, target, l2);
  if (result.kind === 'refused') throw new Error(result.reason);
  return result.model;
}

describe('trainRidge', () => {
  it('shrinks the slope of one input by 1 / (1 + l2)', () => {
    const random = seeded(1);
    const matrix = matrixOf(200, 1, random);
    const target = Float64Array.from({ length: 200 }, (_, i) => 3 + 40 * matrix.values[i]! + 0.1 * normal(random));
    const meanX = matrix.values.reduce((a, b) => a + b) / 200;
    const meanY = target.reduce((a, b) => a + b) / 200;
    const covariance = matrix.values.reduce((sum, x, i) => sum + (x - meanX) * (target[i]! - meanY), 0) / 200;
    const variance = matrix.values.reduce((sum, x) => sum + (x - meanX) ** 2, 0) / 200;
    for (const l2 of [0, 0.5, 3]) {
      const model = trained(sampleOf(matrix), target, l2);
      expect(model.weights[0]! / model.scales[0]!).toBeCloseTo(covariance / variance / (1 + l2), 9);
      expect(model.bias).toBeCloseTo(meanY, 12);
    }
  });

  it('recovers exact coefficients when nothing shrinks them', () => {
    const matrix = matrixOf(100, 4, seeded(2));
    const slopes = [3, -1, 0.5, 0.02];
    const target = Float64Array.from({ length: 100 }, (_, i) =>
      slopes.reduce((sum, slope, j) => sum + slope * matrix.values[i * 4 + j]!, 1000),
    );
    const model = trained(sampleOf(matrix), target, 0);
    for (let j = 0; j < 4; j++) expect(model.weights[j]! / model.scales[j]!).toBeCloseTo(slopes[j]!, 8);
    expect(expectedMagnitude(model, matrix.values, 8)).toBeCloseTo(target[2]!, 8);
  });

  it('satisfies the weighted normal equations', () => {
    const random = seeded(3);
    const matrix = matrixOf(150, 3, random);
    const weights = Float64Array.from({ length: 150 }, () => 0.2 + random());
    const target = Float64Array.from({ length: 150 }, () => normal(random));
    const model = trained({ ...sampleOf(matrix), weights }, target, 0.1);
    const total = weights.reduce((a, b) => a + b);
    for (let j = 0; j < 3; j++) {
      let gradient = -0.1 * model.weights[j]!;
      for (let i = 0; i < 150; i++) {
        let fitted = model.bias;
        for (let k = 0; k < 3; k++) {
          fitted += ((matrix.values[i * 3 + k]! - model.means[k]!) / model.scales[k]!) * model.weights[k]!;
        }
        const z = (matrix.values[i * 3 + j]! - model.means[j]!) / model.scales[j]!;
        gradient += (weights[i]! / total) * (target[i]! - fitted) * z;
      }
      expect(gradient).toBeCloseTo(0, 12);
    }
  });

  it('never says that a move of less than nothing is expected', () => {
    const matrix = matrixOf(50, 1, seeded(4));
    const target = Float64Array.from({ length: 50 }, () => -1).map((v, i) => v - matrix.values[i]! * 1e-3);
    expect(expectedMagnitude(trained(sampleOf(matrix), target, 0.1), matrix.values, 0)).toBe(0);
  });

  it('refuses inputs that repeat each other unless they are shrunk', () => {
    const values = Float64Array.from([1, 1, 2, 2, 4, 4]);
    const sample = sampleOf({ columns: ['a', 'b'], rows: 3, values });
    expect(trainRidge(sample, Float64Array.of(1, 2, 3), 0)).toMatchObject({ kind: 'refused' });
    const model = trained(sample, Float64Array.of(1, 2, 3), 0.1);
    expect(model.weights[0]).toBeCloseTo(model.weights[1]!, 12);
    expect(trainRidge(sample, Float64Array.of(1, Number.NaN, 3), 1)).toMatchObject({
      reason: 'the target holds a value that is not finite',
    });
  });
});

describe('solveCholesky', () => {
  it('solves a system whose solution is known', () => {
    // the upper triangle is not read
    const matrix = Float64Array.of(4, 0, 0, 12, 37, 0, -16, -43, 98);
    const solution = solveCholesky(matrix, Float64Array.of(4 + 24 - 48, 12 + 74 - 129, -16 - 86 + 294))!;
    for (const [i, expected] of [1, 2, 3].entries()) expect(solution[i]).toBeCloseTo(expected, 12);
  });

  it('says so when the matrix is not positive definite', () => {
    expect(solveCholesky(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBeUndefined();
  });
});
