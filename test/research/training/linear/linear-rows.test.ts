// Kinds `logistic` and `ridge` against their optimality conditions, closed forms and each other's methods.
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/adapters/user-error.ts';
import { fittedOutputs, rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import type { LogisticOptions } from '../../../../src/research/training/linear/linear-options.ts';
import { softmaxPass } from '../../../../src/research/training/linear/softmax-pass.ts';
import { trainLogisticRows } from '../../../../src/research/training/linear/train-logistic-rows.ts';
import { trainRidgeRows } from '../../../../src/research/training/linear/train-ridge-rows.ts';
import { softmaxGradient, softmaxLoss } from '../../../../src/research/training/softmax-loss.ts';
import type { LabelledRows } from '../../../../src/research/training/trainer.ts';
import { Random } from '../../../../src/simulation/random.ts';

/** Three inputs that tell of the label, the rest noise; places and sizes differ. */
function drawn(rows: number, inputs: number, classes: number, seed: number): LabelledRows {
  const random = new Random(seed);
  const columns = Array.from({ length: inputs }, (_, j) =>
    Float32Array.from({ length: rows }, () => random.normal() * 10 ** (j - 1) + 7 * j),
  );
  const z = (i: number, j: number) => (columns[j]![i]! - 7 * j) / 10 ** (j - 1);
  const label = Float64Array.from({ length: rows }, (_, i) => {
    const score = z(i, 0) - 0.7 * z(i, 1) + 0.4 * z(i, 2) + random.normal();
    return classes === 1 ? score : Math.min(classes - 1, Math.max(0, Math.floor(score + classes / 2)));
  });
  return { rows, inputs: columns.map((_, j) => `x${j}`), columns, label };
}

/** The slope of the binary loss by each standardised weight and the bias, written down on its own. */
function binarySlopes(
  rows: LabelledRows,
  model: { readonly means: Float64Array; readonly scales: Float64Array },
  p: Float64Array,
) {
  const weight = rows.weight ?? new Float64Array(rows.rows).fill(1);
  const total = weight.reduce((sum, each) => sum + each, 0);
  const error = (i: number) => (weight[i]! * (p[i]! - rows.label[i]!)) / total;
  const columns = rows.columns.map((column, j) => {
    let sum = 0;
    for (let i = 0; i < rows.rows; i++) sum += (error(i) * (column[i]! - model.means[j]!)) / model.scales[j]!;
    return sum;
  });
  let bias = 0;
  for (let i = 0; i < rows.rows; i++) bias += error(i);
  return { columns, bias };
}

const common = { task: 'binary', seed: 1 } as const;

describe('kind logistic', () => {
  it('ends where the slope of the loss is 0, in the terms that the option promises', async () => {
    const rows = { ...drawn(800, 5, 2, 1), weight: Float64Array.from({ length: 800 }, (_, i) => (i % 5) / 2) };
    const { model } = await trainLogisticRows(rows, { ...common, l2: 0.05 });
    const { columns, bias } = binarySlopes(rows, model, fittedOutputs(model, rows.columns, rows.rows));
    for (const [j, slope] of columns.entries()) expect(slope + 0.05 * model.weights[j]!).toBeCloseTo(0, 8);
    expect(bias).toBeCloseTo(0, 8);
  });

  it('with L1 meets the conditions of a corner: weights of 0 where the slope is within l1', async () => {
    const rows = drawn(800, 8, 2, 2);
    const { model } = await trainLogisticRows(rows, { ...common, l2: 0.01, l1: 0.03 });
    const { columns } = binarySlopes(rows, model, fittedOutputs(model, rows.columns, rows.rows));
    for (const [j, slope] of columns.entries()) {
      const w = model.weights[j]!;
      if (w === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(0.03 + 1e-7);
      else expect(slope + 0.01 * w + 0.03 * Math.sign(w)).toBeCloseTo(0, 6);
    }
    expect([...model.weights.slice(0, 3)].every((w) => w !== 0)).toBe(true);
    expect([...model.weights.slice(3)].filter((w) => w === 0).length).toBeGreaterThanOrEqual(4);
  });

  it('has the same end by steps of Newton and by gradients', async () => {
    const rows = drawn(600, 4, 3, 3);
    const options: LogisticOptions = { task: 'multiclass', seed: 1, l2: 0.02 };
    const newton = await trainLogisticRows(rows, options);
    // too small to move anything, but it takes the other way
    const gradients = await trainLogisticRows(rows, { ...options, l1: 1e-12 });
    expect(newton.trainingLoss.length).toBeLessThan(gradients.trainingLoss.length);
    const [a, b] = [newton, gradients].map(({ model }) => fittedOutputs(model, rows.columns, rows.rows));
    for (let i = 0; i < a!.length; i++) expect(a![i]).toBeCloseTo(b![i]!, 6);
  });

  it('counts a row of weight 2 as two rows and one of weight 0 as none', async () => {
    const rows = drawn(300, 3, 2, 4);
    const weight = Float64Array.from({ length: 300 }, (_, i) => i % 3);
    const places = [...weight.keys()].flatMap((i) => new Array<number>(weight[i]!).fill(i));
    const repeated = {
      ...rows,
      rows: places.length,
      columns: rows.columns.map((column) => Float32Array.from(places, (i) => column[i]!)),
      label: Float64Array.from(places, (i) => rows.label[i]!),
    };
    const [a, b] = [await trainLogisticRows({ ...rows, weight }, common), await trainLogisticRows(repeated, common)];
    for (let j = 0; j < 3; j++) expect(a.model.weights[j]).toBeCloseTo(b.model.weights[j]!, 9);
  });

  it('with balanced classes says a half on average over classes of equal say', async () => {
    const rows = drawn(900, 3, 2, 5);
    const skewed = { ...rows, label: rows.label.map((value, i) => (i % 5 === 0 ? value : 0)) };
    const { model } = await trainLogisticRows(skewed, { ...common, classWeights: 'balanced', l2: 1e6 });
    expect(fittedOutputs(model, skewed.columns, 1)[0]).toBeCloseTo(0.5, 5);
  });

  it('gives an input that never varies no weight, and is not disturbed by it', async () => {
    const rows = drawn(300, 3, 2, 6);
    const flat = { ...rows, columns: [rows.columns[0]!, new Float32Array(300).fill(3), rows.columns[2]!] };
    const { model } = await trainLogisticRows(flat, common);
    expect([model.weights[1], model.means[1], model.scales[1]]).toEqual([0, 3, 1]);
  });

  it('refuses missing values, other tasks and what cannot be separated without shrinking', async () => {
    const rows = drawn(60, 3, 2, 7);
    const holed = {
      ...rows,
      columns: [rows.columns[0]!, rows.columns[1]!.map((x, i) => (i === 9 ? Number.NaN : x)), rows.columns[2]!],
    };
    await expect(trainLogisticRows(holed, common)).rejects.toThrow('x1 is NaN in row 9');
    await expect(trainLogisticRows(rows, { ...common, task: 'regression' })).rejects.toThrow(/cannot learn the task/);
    await expect(trainLogisticRows(rows, { ...common, l2: -1 })).rejects.toThrow('l2 is -1');
    const apart = { ...rows, label: Float64Array.from(rows.columns[0]!, (x) => (x > 0 ? 1 : 0)) };
    const attempt = trainLogisticRows(apart, { ...common, l2: 1e-300 });
    await expect(attempt).rejects.toBeInstanceOf(UserError);
  });

  it('keeps what it has when it is interrupted', async () => {
    const interrupter = new AbortController();
    const result = await trainLogisticRows(drawn(400, 4, 2, 8), {
      ...{ ...common, l1: 1e-4, signal: interrupter.signal },
      onProgress: ({ done }) => done === 3 && interrupter.abort(),
    });
    expect([result.ended, result.trainingLoss.length]).toEqual(['interrupted', 4]);
  });
});

describe('softmaxPass', () => {
  it('has loss and gradient of the functions that compute them one by one', () => {
    const random = new Random(9);
    const problem = {
      z: Float64Array.from({ length: 120 }, () => random.normal()),
      labels: Uint8Array.from({ length: 40 }, () => random.integer(4)),
      ...{ classes: 4, columns: 3, l2: 0.3, totalWeight: 60 },
      weights: new Float64Array(40).fill(1.5),
    };
    const parameters = Float64Array.from({ length: 16 }, () => random.normal());
    const out = new Float64Array(16);
    expect(softmaxPass(problem, parameters, out)).toBeCloseTo(softmaxLoss(problem, parameters), 12);
    const wanted = softmaxGradient(problem, parameters);
    for (let i = 0; i < 16; i++) expect(out[i]).toBeCloseTo(wanted[i]!, 12);
  });
});

describe('kind ridge', () => {
  it('ends where the slope of the loss is 0', () => {
    const rows = { ...drawn(500, 4, 1, 11), weight: Float64Array.from({ length: 500 }, (_, i) => 1 + (i % 3)) };
    const { model } = trainRidgeRows(rows, { task: 'regression', seed: 1, l2: 0.1 });
    const { columns, bias } = binarySlopes(rows, model, rawScores(model, rows.columns, rows.rows));
    for (const [j, slope] of columns.entries()) expect(slope + 0.1 * model.weights[j]!).toBeCloseTo(0, 10);
    expect(bias).toBeCloseTo(0, 10);
  });

  it('finds a line that is there, and tells both losses', () => {
    const rows = drawn(200, 3, 1, 12);
    const exact = { ...rows, label: Float64Array.from(rows.columns[0]!, (x, i) => 2 * x - rows.columns[2]![i]! + 5) };
    const result = trainRidgeRows(exact, { task: 'regression', seed: 1, l2: 0, validation: exact });
    const scores = rawScores(result.model, exact.columns, 200);
    for (let i = 0; i < 200; i++) expect(scores[i]).toBeCloseTo(exact.label[i]!, 8);
    expect([result.trainingLoss[0], result.validationLoss[0]]).toEqual([
      result.validationLoss[0],
      result.trainingLoss[0],
    ]);
  });

  it('refuses inputs that repeat each other without shrinking', () => {
    const rows = drawn(50, 3, 1, 13);
    const twice = { ...rows, columns: [rows.columns[0]!, rows.columns[0]!, rows.columns[2]!] };
    expect(() => trainRidgeRows(twice, { task: 'regression', seed: 1, l2: 0 })).toThrow(/repeat each other/);
  });
});
