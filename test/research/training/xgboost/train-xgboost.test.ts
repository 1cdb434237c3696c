// Kind `xgboost` against the library's own predictions, and what it refuses before the library sees it.
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/adapters/user-error.ts';
import { rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import type { LabelledRows } from '../../../../src/research/training/trainer.ts';
import { trainXgboost } from '../../../../src/research/training/xgboost/train-xgboost.ts';
import { xgboostLibrary } from '../../../../src/research/training/xgboost/xgboost-library.ts';
import { fromXgboostJson } from '../../../../src/research/training/xgboost/xgboost-model.ts';
import { type XgboostOptions, xgboostParameters } from '../../../../src/research/training/xgboost/xgboost-options.ts';
import { seededRows, xgboostHere } from './xgboost-rows.ts';

const path = xgboostHere();
const described = path === undefined ? describe.skip : describe;
const title = path === undefined ? ' (skipped: no XGBoost library on this machine)' : '';

function rowMajor({ rows, columns }: LabelledRows): Float32Array {
  return Float32Array.from({ length: rows * columns.length }, (_, at) => {
    return columns[at % columns.length]![Math.floor(at / columns.length)]!;
  });
}

/** What the library itself says of `asked`, and its model as text. */
function trainedByLibrary(rows: LabelledRows, options: XgboostOptions, outputs: number, asked: LabelledRows) {
  const library = xgboostLibrary(path!);
  const matrix = library.matrix(rowMajor(rows), rows.rows, rows.columns.length);
  const askedMatrix = library.matrix(rowMajor(asked), asked.rows, asked.columns.length);
  const booster = library.booster([matrix]);
  try {
    library.setFloats(matrix, 'label', Float32Array.from(rows.label));
    for (const [name, value] of xgboostParameters(options, outputs, 0.37)) library.set(booster, name, value);
    for (let round = 0; round < options.rounds!; round++) library.update(booster, round, matrix);
    return { margins: library.margins(booster, askedMatrix), text: library.modelJson(booster) };
  } finally {
    library.freeBooster(booster);
    library.freeMatrix(matrix);
    library.freeMatrix(askedMatrix);
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

described(`a model of XGBoost in plain numbers${title}`, () => {
  it('says of 100,000 rows with missing values what the library says, within 1e-6, on the same side of a half', () => {
    const rows = seededRows(4000, 8, 2, 11);
    const asked = seededRows(100_000, 8, 2, 12);
    const options: XgboostOptions = { task: 'binary', seed: 1, threads: 1, rounds: 100, leaves: 31, learningRate: 0.3 };
    const { margins, text } = trainedByLibrary(rows, options, 1, asked);
    const scores = rawScores(fromXgboostJson(text, rows.inputs).model, asked.columns, asked.rows);
    let [largest, flipped, beyond] = [0, 0, 0];
    for (let i = 0; i < asked.rows; i++) {
      largest = Math.max(largest, Math.abs(sigmoid(scores[i]!) - sigmoid(margins[i]!)));
      if (Math.sign(scores[i]!) !== Math.sign(margins[i]!)) flipped += 1;
      if (Math.abs(margins[i]!) > 1) beyond += 1;
    }
    expect(largest).toBeLessThan(1e-6);
    expect(flipped).toBe(0);
    expect(beyond).toBeGreaterThan(1000);
  });

  it('takes exactly the library’s side of every split: at each threshold and at the float32 numbers beside it', () => {
    const rows = seededRows(3000, 4, 2, 13);
    const options: XgboostOptions = { task: 'binary', seed: 1, threads: 1, rounds: 20, leaves: 15 };
    const first = trainedByLibrary(rows, options, 1, rows);
    const { model } = fromXgboostJson(first.text, rows.inputs);
    const edges: number[][] = [];
    const base = rows.columns.map((column) => column[5]!);
    for (const tree of model.trees) {
      for (const [node, feature] of tree.feature.entries()) {
        const at = tree.threshold[node]!;
        for (const value of [at, at + Math.abs(at) * 1.3e-7, at - Math.abs(at) * 1.3e-7, 0, -0, Number.NaN]) {
          edges.push(base.map((x, j) => (j === feature ? value : x)));
        }
      }
    }
    const columns = rows.inputs.map((_, j) => Float32Array.from(edges, (row) => row[j]!));
    const asked = { ...rows, rows: edges.length, columns };
    const { margins } = trainedByLibrary(rows, options, 1, asked);
    const scores = rawScores(model, columns, edges.length);
    for (let i = 0; i < edges.length; i++) expect(Math.abs(scores[i]! - margins[i]!)).toBeLessThan(1e-5);
    // one wrong turn would be a difference of a leaf
    expect(edges.length).toBeGreaterThan(1000);
  });

  it('has one score for each class, in the order of the classes', () => {
    const rows = seededRows(2000, 5, 3, 14);
    const options: XgboostOptions = { task: 'multiclass', seed: 1, threads: 1, rounds: 20 };
    const { margins, text } = trainedByLibrary(rows, options, 3, rows);
    const { model } = fromXgboostJson(text, rows.inputs);
    expect([model.link, model.outputs, model.trees.length]).toEqual(['softmax', 3, 60]);
    const scores = rawScores(model, rows.columns, rows.rows);
    for (let i = 0; i < margins.length; i++) expect(Math.abs(scores[i]! - margins[i]!)).toBeLessThan(1e-5);
  });

  it('refuses boosters that are no sums of trees, and text that is none', () => {
    const rows = seededRows(500, 3, 2, 15);
    const { text } = trainedByLibrary(rows, { task: 'binary', seed: 1, threads: 1, rounds: 2 }, 1, rows);
    const named = (name: string) => text.replace('"name":"gbtree"', `"name":"${name}"`);
    expect(() => fromXgboostJson(named('dart'), rows.inputs)).toThrow(/dart cannot be taken over: its trees/);
    expect(() => fromXgboostJson(named('gblinear'), rows.inputs)).toThrow(/gblinear cannot be taken over/);
    expect(() => fromXgboostJson(text.replace('binary:logistic', 'rank:map'), rows.inputs)).toThrow(/rank:map/);
    expect(() => fromXgboostJson(text, ['a', 'b'])).toThrow('The model has 3 features, not 2');
    expect(() => fromXgboostJson('{"learner":', rows.inputs)).toThrow(/no model of XGBoost/);
    const looped = text.replace(/"left_children":\[\d+/, '"left_children":[0');
    expect(() => fromXgboostJson(looped, rows.inputs)).toThrow(/a node 0 that is none/);
  });
});

described(`trainXgboost${title}`, () => {
  const common = { seed: 3, threads: 1, rounds: 30, leaves: 7 } as const;

  it('counts a row of weight 2 as two rows, and a row of weight 0 as none', async () => {
    const rows = seededRows(600, 4, 2, 21);
    const weight = Float64Array.from({ length: 600 }, (_, i) => i % 3);
    const places = [...weight.keys()].flatMap((i) => new Array<number>(weight[i]!).fill(i));
    const repeated = {
      ...rows,
      rows: places.length,
      columns: rows.columns.map((column) => Float32Array.from(places, (i) => column[i]!)),
      label: Float64Array.from(places, (i) => rows.label[i]!),
    };
    // as many bins as values, so that both have the same candidates for splits
    const options = { ...common, task: 'binary', bins: 4000 } as const;
    const [a, b] = [await trainXgboost({ ...rows, weight }, options), await trainXgboost(repeated, options)];
    expect(a.trainingLoss.at(-1)).toBeCloseTo(b.trainingLoss.at(-1)!, 5);
  });

  it('gives balanced classes the same say', async () => {
    const rows = seededRows(3000, 4, 2, 22);
    const label = rows.label.map((value, i) => (i % 4 === 0 ? value : 0));
    const skewed = { ...rows, label };
    const meanScore = async (classWeights?: 'balanced') => {
      const { model } = await trainXgboost(skewed, { ...common, task: 'binary', rounds: 1, classWeights });
      return model.base[0]!;
    };
    expect(await meanScore()).toBeLessThan(-1);
    expect(Math.abs(await meanScore('balanced'))).toBeLessThan(1e-5);
  });

  it('ends early and keeps the rounds up to the best', async () => {
    const [rows, validation] = [seededRows(500, 6, 2, 23), seededRows(500, 6, 2, 24)];
    const result = await trainXgboost(rows, {
      ...{ ...common, task: 'binary', rounds: 400, learningRate: 0.3 },
      ...{ validation, earlyStopping: 8 },
    });
    const best = result.validationLoss.indexOf(Math.min(...result.validationLoss)) + 1;
    expect(result.ended).toBe('early');
    expect(result.validationLoss).toHaveLength(best + 8);
    expect(result.model.trees).toHaveLength(best);
    expect(result.statistics).toHaveLength(best);
  });

  it('is interrupted between rounds and keeps what it has', async () => {
    const interrupter = new AbortController();
    const result = await trainXgboost(seededRows(500, 3, 2, 25), {
      ...{ ...common, task: 'binary', rounds: 400, signal: interrupter.signal },
      onProgress: ({ done }) => {
        if (done === 5) interrupter.abort();
      },
    });
    expect([result.ended, result.model.trees.length]).toEqual(['interrupted', 5]);
  });

  it('never falls along an input that may not', async () => {
    const rows = seededRows(1500, 3, 2, 26);
    const { model } = await trainXgboost(rows, { ...common, task: 'binary', monotone: [1, 0, -1] });
    const grid = Float32Array.from({ length: 200 }, (_, i) => (i - 100) / 2000);
    const columns = rows.columns.map((column, j) => (j === 0 ? grid : new Float32Array(200).fill(column[7]!)));
    const scores = rawScores(model, columns, 200);
    for (let i = 1; i < 200; i++) expect(scores[i]).toBeGreaterThanOrEqual(scores[i - 1]!);
    expect(scores[199]).toBeGreaterThan(scores[0]!);
  });

  it('gives the same bits for the same seed, and other trees for another', async () => {
    const rows = seededRows(800, 5, 2, 27);
    const run = async (seed: number) => {
      const { model } = await trainXgboost(rows, {
        ...common,
        seed,
        task: 'binary',
        baggingFraction: 0.6,
        featureFraction: 0.6,
      });
      return model.trees.map(({ values }) => [...values].join()).join(';');
    };
    expect(await run(5)).toBe(await run(5));
    expect(await run(5)).not.toBe(await run(6));
  });

  it.each<[string, Partial<LabelledRows>, Partial<XgboostOptions>, RegExp]>([
    [
      'no rows',
      { rows: 0, columns: [new Float32Array(0), new Float32Array(0)], label: new Float64Array(0) },
      {},
      /0 rows/,
    ],
    ['a short column', { columns: [new Float32Array(3), new Float32Array(4)] }, {}, /x0 has 3 values for 4 rows/],
    [
      'an infinite input',
      { columns: [Float32Array.of(1, 2, Infinity, 4), new Float32Array(4)] },
      {},
      /x0 is Infinity in row 2/,
    ],
    ['a huge input', { columns: [Float32Array.of(1, 2, 3e38, 4), new Float32Array(4)] }, {}, /x0 is .* in row 2/],
    ['a label between', { label: Float64Array.of(0, 1, 0.5, 1) }, {}, /label is 0.5 in row 2/],
    ['one class', { label: new Float64Array(4) }, {}, /No row has the label 1/],
    ['a negative weight', { weight: Float64Array.of(1, 1, -1, 1) }, {}, /weight is -1 in row 2/],
    ['weights of nothing', { weight: new Float64Array(4) }, {}, /All weights are 0/],
    ['a rate of 0', {}, { learningRate: 0 }, /learningRate is 0/],
    ['one leaf', {}, { leaves: 1 }, /leaves is 1/],
    ['too few constraints', {}, { monotone: [1] }, /monotone is \[1\]/],
    ['early stopping by nothing', {}, { earlyStopping: 3 }, /earlyStopping is 3/],
    [
      'a class beyond',
      { label: Float64Array.of(0, 1, 2, 3) },
      { task: 'multiclass', classes: 3 },
      /label is 3 in row 3/,
    ],
  ])('refuses %s with the place, and the process lives', async (_, rows, options, message) => {
    const columns = [Float32Array.of(1, 2, 3, 4), Float32Array.of(4, 3, 2, 1)];
    const whole = { rows: 4, inputs: ['x0', 'x1'], columns, label: Float64Array.of(0, 1, 0, 1), ...rows };
    const attempt = trainXgboost(whole, { ...common, task: 'binary', ...options });
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toBeInstanceOf(UserError);
  });
});
