// Importance by moved days: what it finds, what it keeps as it was, and a case that can be computed by hand.
import { describe, expect, it } from 'vitest';
import type { LinearFit } from '../../../src/core/prediction/fitted/fitted-model.ts';
import { permutationImportance } from '../../../src/research/importance/permutation-importance.ts';
import { train } from '../../../src/research/training/train.ts';
import type { LabelledRows } from '../../../src/research/training/trainer.ts';
import { Random } from '../../../src/simulation/random.ts';

const DAYS = 20;
const ROWS = 60;
const day = Array.from({ length: DAYS * ROWS }, (_, i) => Math.floor(i / ROWS));

/** `a` tells the label, `twin` nearly repeats it, `level` is one number a day, `noise` nothing. */
function rowsOf(seed: number): LabelledRows {
  const random = new Random(seed);
  const n = DAYS * ROWS;
  const a = Float32Array.from({ length: n }, () => random.normal());
  const levels = Array.from({ length: DAYS }, () => random.normal());
  const columns = [
    a,
    a.map((x) => x + 0.01 * random.normal()),
    Float32Array.from(day, (d) => levels[d]!),
    Float32Array.from({ length: n }, () => random.normal()),
  ];
  const label = Float64Array.from(a, (x) => (2 * x + random.normal() > 0 ? 1 : 0));
  return { rows: n, inputs: ['a', 'twin', 'level', 'noise'], columns, label };
}

async function folds(rows: LabelledRows) {
  const { model } = await train('logistic', rows, { task: 'binary', seed: 1, l2: 0.1 });
  return [{ member: { model, weight: 1 }, test: Uint32Array.from({ length: rows.rows }, (_, i) => i) }];
}

describe('permutationImportance', () => {
  it('finds what tells the label, and that twins count together only', async () => {
    const rows = rowsOf(1);
    const groups = { 'a and twin': ['a', 'twin'] };
    const { names, values, errors } = permutationImportance({ rows, day, folds: await folds(rows), groups, seed: 1 });
    const of = (name: string) => values[names.indexOf(name)]!;
    expect(names[0]).toBe('a and twin');
    expect(of('a and twin')).toBeGreaterThan(3 * of('a'));
    expect(of('a')).toBeGreaterThan(20 * Math.abs(of('noise')));
    expect(errors![0]).toBeLessThan(0.2 * values[0]!);
  });

  it('is the same for the same seed, and does not depend on the unit of the weights', async () => {
    const rows = rowsOf(2);
    const request = { rows, day, folds: await folds(rows), seed: 5 };
    const weighted = { ...rows, weight: new Float64Array(rows.rows).fill(7) };
    const plain = permutationImportance(request);
    expect(permutationImportance(request)).toEqual(plain);
    const other = permutationImportance({ ...request, rows: weighted });
    for (const [i, value] of plain.values.entries()) expect(other.values[i]).toBeCloseTo(value, 12);
  });

  it('of two days swaps them: the rise can be computed by hand', async () => {
    // the model says sigmoid(x); each day has its own x, and longer days give to shorter ones in order
    const model: LinearFit = {
      ...{ kind: 'linear', inputs: ['x'], link: 'sigmoid', outputs: 1 },
      ...{
        means: Float64Array.of(0),
        scales: Float64Array.of(1),
        weights: Float64Array.of(1),
        bias: Float64Array.of(0),
      },
    };
    const x = Float32Array.of(1, 2, 3, 4, -1, -2);
    const rows = { rows: 6, inputs: ['x'], columns: [x], label: Float64Array.of(1, 1, 1, 1, 0, 0) };
    const lossOf = (given: readonly number[]) =>
      given.reduce((sum, value, i) => sum + Math.log1p(Math.exp(rows.label[i] === 1 ? -value : value)), 0) / 6;
    const result = permutationImportance({
      ...{ rows, day: [0, 0, 0, 0, 1, 1], seed: 1, repeats: 3 },
      folds: [{ member: { model, weight: 1 }, test: Uint32Array.of(0, 1, 2, 3, 4, 5) }],
    });
    expect(result.values[0]).toBeCloseTo(lossOf([-1, -1, -2, -2, 1, 3]) - lossOf([...x]), 9);
    expect(result.errors![0]).toBeCloseTo(0, 12);
  });

  it('refuses folds of one day, unknown inputs and no fold', async () => {
    const rows = rowsOf(3);
    const [fold] = await folds(rows);
    const ask = (change: object) => () => permutationImportance({ rows, day, folds: [fold!], seed: 1, ...change });
    expect(ask({ day: new Uint8Array(rows.rows) })).toThrow('Fold 0 tests 1 days');
    expect(ask({ groups: { odd: ['b'] } })).toThrow('b is none of the inputs');
    expect(ask({ folds: [] })).toThrow('There is no fold');
    expect(ask({ repeats: 0 })).toThrow('There are 0 repeats');
  });
});
