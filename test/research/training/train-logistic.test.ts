// The softmax regression against numeric gradients, closed forms and its own optimality conditions.

import { describe, expect, it } from 'vitest';
import { classProbabilities } from '../../../src/research/training/linear-output.ts';
import {
  type SoftmaxProblem,
  softmaxCurvature,
  softmaxGradient,
  softmaxLoss,
} from '../../../src/research/training/softmax-loss.ts';
import { standardise } from '../../../src/research/training/standardise.ts';
import { trainLogistic } from '../../../src/research/training/train-logistic.ts';
import type { TrainingSample } from '../../../src/research/training/training-sample.ts';
import { matrixOf, normal, sampleOf, seeded } from './samples.ts';

/** Classes drawn from a softmax of the first two columns. */
function labelled(rows: number, columns: number, seed: number): { sample: TrainingSample; labels: Uint8Array } {
  const random = seeded(seed);
  const matrix = matrixOf(rows, columns, random);
  const labels = Uint8Array.from({ length: rows }, (_, i) => {
    const signal = (matrix.values[i * columns]! / 0.01) * 0.8 + normal(random);
    return signal < -0.7 ? 0 : signal > 0.7 ? 2 : 1;
  });
  return { sample: sampleOf(matrix), labels };
}

function problemOf(sample: TrainingSample, labels: Uint8Array, l2: number): SoftmaxProblem {
  const standardised = standardise(sample);
  if (standardised.kind === 'refused') throw new Error(standardised.reason);
  const { z, totalWeight } = standardised;
  return { z, labels, classes: 3, weights: sample.weights, totalWeight, columns: sample.columns.length, l2 };
}

function trained(sample: TrainingSample, labels: Uint8Array, l2: number) {
  const result = trainLogistic(sample, labels, l2);
  if (result.kind === 'refused') throw new Error(result.reason);
  return result;
}

describe('softmax loss', () => {
  const random = seeded(7);
  const { sample, labels } = labelled(80, 3, 8);
  const weighted = { ...sample, weights: sample.weights.map(() => 0.5 + random()) };
  const problem = problemOf(weighted, labels, 0.3);
  const parameters = Float64Array.from({ length: 12 }, () => normal(random));
  const step = 1e-5;

  it('has the gradient that differences of the loss give', () => {
    const gradient = softmaxGradient(problem, parameters);
    for (let i = 0; i < parameters.length; i++) {
      const up = parameters.map((value, j) => value + (j === i ? step : 0));
      const down = parameters.map((value, j) => value - (j === i ? step : 0));
      const numeric = (softmaxLoss(problem, up) - softmaxLoss(problem, down)) / (2 * step);
      expect(gradient[i]).toBeCloseTo(numeric, 8);
    }
  });

  it('has the curvature that differences of the gradient give, with 1 added among the intercepts', () => {
    const size = parameters.length;
    const curvature = softmaxCurvature(problem, parameters);
    for (let a = 0; a < size; a++) {
      const up = softmaxGradient(
        problem,
        parameters.map((value, j) => value + (j === a ? step : 0)),
      );
      const down = softmaxGradient(
        problem,
        parameters.map((value, j) => value - (j === a ? step : 0)),
      );
      for (let b = a; b < size; b++) {
        const pinned = a % 4 === 3 && b % 4 === 3 ? 1 : 0;
        expect(curvature[b * size + a]).toBeCloseTo((up[b]! - down[b]!) / (2 * step) + pinned, 7);
      }
    }
  });
});

describe('trainLogistic', () => {
  it('ends where the gradient is zero, within few steps', () => {
    const { sample, labels } = labelled(2000, 5, 21);
    const result = trained(sample, labels, 1e-3);
    expect(result.gradient).toBeLessThanOrEqual(1e-9);
    expect(result.iterations).toBeLessThan(15);
  });

  it('gives the shares of the classes as probabilities when the inputs are shrunk away', () => {
    const { sample, labels } = labelled(500, 2, 22);
    const { model } = trained(sample, labels, 1e9);
    const out = new Float64Array(3);
    classProbabilities(model, sample.matrix.values, 0, out);
    for (let k = 0; k < 3; k++) expect(out[k]).toBeCloseTo(labels.filter((l) => l === k).length / 500, 6);
  });

  it('reaches the log odds of a table of counts when the shrinkage vanishes', () => {
    // one input of two values: the fitted probabilities are the shares of the classes at each value
    const counts = [
      [30, 50, 20],
      [10, 40, 50],
    ];
    const values: number[] = [];
    const classes: number[] = [];
    for (const [x, row] of counts.entries()) {
      for (const [k, count] of row.entries()) {
        for (let n = 0; n < count; n++) {
          values.push(x);
          classes.push(k);
        }
      }
    }
    const matrix = { columns: ['x'], rows: values.length, values: Float64Array.from(values) };
    const { model } = trained(sampleOf(matrix), Uint8Array.from(classes), 1e-10);
    const out = new Float64Array(3);
    for (const [x, row] of counts.entries()) {
      classProbabilities(model, [x], 0, out);
      for (let k = 0; k < 3; k++) expect(out[k]).toBeCloseTo(row[k]! / 100, 7);
    }
  });

  it('counts a row of weight 2 as two rows', () => {
    const { sample, labels } = labelled(300, 2, 23);
    const doubled = {
      ...sample,
      rows: Uint32Array.from([...sample.rows, ...sample.rows.slice(0, 100)]),
      weights: new Float64Array(400).fill(1),
    };
    const weighted = { ...sample, weights: sample.weights.map((_, i) => (i < 100 ? 2 : 1)) };
    const a = trained(doubled, Uint8Array.from([...labels, ...labels.slice(0, 100)]), 0.01).model;
    const b = trained(weighted, labels, 0.01).model;
    for (let i = 0; i < a.weights.length; i++) expect(a.weights[i]).toBeCloseTo(b.weights[i]!, 7);
  });

  it('gives columns that it may not use a weight of exactly 0', () => {
    const { sample, labels } = labelled(300, 3, 24);
    const { model } = trained({ ...sample, columns: [0, 2] }, labels, 0.01);
    expect([...model.weights.slice(3, 6)]).toEqual([0, 0, 0]);
    expect(model.scales[1]).toBe(1);
  });

  it('gives the same bits for the same sample', () => {
    const run = () => {
      const { sample, labels } = labelled(400, 4, 25);
      const { model } = trained(sample, labels, 0.01);
      return Buffer.concat([Buffer.from(model.weights.buffer), Buffer.from(model.bias.buffer)]).toString('hex');
    };
    expect(run()).toBe(run());
  });

  it('refuses samples that it cannot learn from, with the reason', () => {
    const { sample, labels } = labelled(100, 2, 26);
    const reasonOf = (s: TrainingSample, l = labels, l2 = 0.01) => {
      const result = trainLogistic(s, l, l2);
      return result.kind === 'refused' ? result.reason : 'it trained';
    };
    const with0 = (value: number) => {
      const values = sample.matrix.values.slice();
      for (let i = 0; i < 100; i++) values[i * 2 + 1] = value;
      return { ...sample, matrix: { ...sample.matrix, values } };
    };
    expect(reasonOf(sample, new Uint8Array(100).fill(1))).toBe('no row has the class 0');
    expect(reasonOf(with0(3))).toBe('x1 does not vary');
    expect(reasonOf(with0(Number.NaN))).toBe('x1 holds a value that is not finite');
    expect(reasonOf(sample, labels, 0)).toBe('l2 is 0, it must be above 0');
    expect(reasonOf({ ...sample, weights: sample.weights.map((_, i) => (i === 3 ? 0 : 1)) })).toBe(
      'a row has the weight 0',
    );
  });
});
