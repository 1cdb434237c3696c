// Fitted models evaluated against the plainest code that says what they mean, on seeded rows.

import { describe, expect, it } from 'vitest';
import { logitOf } from '../../../../src/core/prediction/fitted/apply-calibration.ts';
import {
  averagedOutputs,
  fittedOutputs,
  memberOutputs,
  rawScores,
  scorerOf,
} from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import type { Calibration, FittedModel, TreeModel } from '../../../../src/core/prediction/fitted/fitted-model.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { idsOf, randomCalibration, randomColumns, randomLinear, randomMlp, randomTrees } from './random-fitted.ts';

const ROWS = 1000;
const INPUTS = 6;

const rowOf = (columns: readonly Float32Array[], row: number): number[] => columns.map((column) => column[row]!);

/** One tree as a recursive rule. */
function treeValue(tree: TreeModel['trees'][number], node: number, row: readonly number[]): number {
  if (tree.feature.length === 0) return tree.values[0]!;
  if (node < 0) return tree.values[-node - 1]!;
  const x = row[tree.feature[node]!]!;
  const isLeft = Number.isNaN(x) ? tree.missingLeft[node] === 1 : x <= tree.threshold[node]!;
  return treeValue(tree, isLeft ? tree.left[node]! : tree.right[node]!, row);
}

function plainScores(model: FittedModel, row: readonly number[]): number[] {
  if (model.kind === 'trees') {
    const scores = [...model.base];
    for (const tree of model.trees) scores[tree.output]! += treeValue(tree, 0, row);
    return scores;
  }
  let units = row.map((x, j) => (x - model.means[j]!) / model.scales[j]!);
  const layers = model.kind === 'mlp' ? model.layers : [{ ...model, activation: 'none' as const }];
  for (const { weights, bias, activation } of layers) {
    const sums = [...bias].map((start, k) =>
      units.reduce((sum, unit, j) => sum + unit * weights[j * bias.length + k]!, start),
    );
    units = sums.map((sum) =>
      activation === 'relu' ? Math.max(sum, 0) : activation === 'tanh' ? Math.tanh(sum) : sum,
    );
  }
  return units;
}

function plainOutputs(model: FittedModel, row: readonly number[]): number[] {
  const scores = plainScores(model, row);
  if (model.link === 'identity') return scores;
  if (model.link === 'sigmoid') return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
  return scores.map((score) => Math.exp(score) / sum);
}

function plainCalibrated(calibration: Calibration, given: readonly number[]): number[] {
  const mapped = given.map((p, k) => {
    if (calibration.kind === 'platt') {
      return 1 / (1 + Math.exp(calibration.a[k]! * Math.log(p / (1 - p)) + calibration.b[k]!));
    }
    const { x, y } = calibration.classes[k]!;
    if (p <= x[0]!) return y[0]!;
    const after = x.findIndex((point) => point > p);
    if (after < 0) return y.at(-1)!;
    return y[after - 1]! + ((p - x[after - 1]!) / (x[after]! - x[after - 1]!)) * (y[after]! - y[after - 1]!);
  });
  const sum = mapped.reduce((total, value) => total + value, 0);
  return given.length === 1 ? mapped : mapped.map((value) => value / sum);
}

describe('evaluation of fitted models', () => {
  const random = new Random(11, 'evaluate-fitted');
  const whole = randomColumns(random, INPUTS, ROWS);
  const holed = randomColumns(random, INPUTS, ROWS, 0.1);

  it.each(['sigmoid', 'softmax', 'identity'] as const)('adds %s trees to the base one by one, bit for bit', (link) => {
    const model = randomTrees(random, link);
    const found = rawScores(model, holed, ROWS);
    const expected = Array.from({ length: ROWS }, (_, row) => plainScores(model, rowOf(holed, row))).flat();
    expect(found).toEqual(Float64Array.from(expected));
  });

  it.each([randomLinear, randomMlp])('weighs and links as the formulas say: $name', (make) => {
    for (const link of ['sigmoid', 'softmax', 'identity'] as const) {
      const model = make(random, link);
      const found = fittedOutputs(model, whole, ROWS);
      const expected = Array.from({ length: ROWS }, (_, row) => plainOutputs(model, rowOf(whole, row))).flat();
      expect(found.length).toBe(expected.length);
      expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(1e-12);
    }
  });

  it('says the same of one row as of many, and from any row on', () => {
    for (const model of [
      randomTrees(random, 'softmax'),
      randomLinear(random, 'softmax'),
      randomMlp(random, 'softmax'),
    ]) {
      const columns = model.kind === 'trees' ? holed : whole;
      const scorer = scorerOf(model);
      const all = rawScores(model, columns, ROWS);
      const part = new Float64Array(3 * 300);
      scorer.scores(columns, 500, 800, part);
      expect(part).toEqual(all.slice(1500, 2400));
      const one = new Float64Array(3);
      for (let row = 0; row < ROWS; row += 7) {
        scorer.scoreRow(Float32Array.from(rowOf(columns, row)), one);
        expect(one).toEqual(all.slice(3 * row, 3 * row + 3));
      }
    }
  });

  it.each(['platt', 'isotonic'] as const)('calibrates one class at a time and divides by the sum: %s', (kind) => {
    for (const link of ['sigmoid', 'softmax'] as const) {
      const model = randomTrees(random, link);
      const calibration = randomCalibration(random, kind, model.outputs);
      const found = memberOutputs({ model, calibration, weight: 1 }, holed, ROWS);
      for (let row = 0; row < ROWS; row++) {
        const expected = plainCalibrated(calibration, plainOutputs(model, rowOf(holed, row)));
        const given = found.slice(row * model.outputs, (row + 1) * model.outputs);
        for (const [k, value] of expected.entries()) expect(given[k]).toBeCloseTo(value, 12);
      }
    }
  });

  it('keeps logits finite, and probabilities that no class gets equal', () => {
    expect(logitOf(0)).toBeCloseTo(-20.723, 3);
    expect(logitOf(1)).toBeCloseTo(20.723, 3);
    const nothing = { x: Float64Array.of(0, 1), y: Float64Array.of(0, 0) };
    const calibration = { kind: 'isotonic', classes: [nothing, nothing, nothing] } as const;
    const found = memberOutputs({ model: randomTrees(random, 'softmax'), calibration, weight: 1 }, holed, 4);
    expect(found).toEqual(new Float64Array(12).fill(1 / 3));
  });

  it('averages by weight, each member on its own inputs', () => {
    const few: FittedModel = { ...randomTrees(random, 'softmax', 2), inputs: ['input_4', 'input_1'] };
    const all = randomTrees(random, 'softmax');
    const members = [
      { model: few, weight: 1 },
      { model: all, weight: 3 },
    ];
    const found = averagedOutputs(members, idsOf(INPUTS), holed, ROWS);
    const a = fittedOutputs(few, [holed[4]!, holed[1]!], ROWS);
    const b = fittedOutputs(all, holed, ROWS);
    for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo((a[i]! + 3 * b[i]!) / 4, 14);
  });
});

describe('what cannot be evaluated', () => {
  const random = new Random(12, 'refused');

  it('is a missing value in a model that takes none, which is named', () => {
    const columns = randomColumns(random, INPUTS, 10);
    columns[3]![7] = Number.NaN;
    expect(() => rawScores(randomMlp(random, 'softmax'), columns, 10)).toThrow('row 7: input_3 has no finite value');
    columns[3]![7] = Number.POSITIVE_INFINITY;
    expect(() => rawScores(randomLinear(random, 'sigmoid'), columns, 10)).toThrow('row 7: input_3 has no finite value');
  });

  it('is a tree that is none', () => {
    const model = randomTrees(random, 'sigmoid', INPUTS, 1, 9);
    const tree = {
      ...randomTrees(new Random(3), 'sigmoid', INPUTS, 40, 9).trees.find((each) => each.feature.length > 3)!,
    };
    const scores = (wrong: object) => () => scorerOf({ ...model, trees: [{ ...tree, ...wrong }] });
    expect(scores({})).not.toThrow();
    expect(scores({ output: 1 })).toThrow('tree 0 adds to score 1 of 1');
    expect(scores({ left: new Int32Array(tree.left.length) })).toThrow('has no node 0');
    expect(scores({ right: tree.left })).toThrow('has two ways to');
    expect(scores({ threshold: tree.threshold.map(() => 0.1) })).toThrow('which is no float32');
    expect(scores({ feature: tree.feature.map(() => INPUTS) })).toThrow('reads input 6 of 6');
    expect(scores({ values: tree.values.map(() => Number.NaN) })).toThrow('a leaf that is no number');
    expect(scores({ values: tree.values.slice(1) })).toThrow('leaves for');
    expect(scores({ missingLeft: new Uint8Array(1) })).toThrow('columns of different lengths');
  });

  it('is a network whose layers do not fit, a scale of 0, and members that give different things', () => {
    const mlp = randomMlp(random, 'softmax');
    expect(() => scorerOf({ ...mlp, layers: mlp.layers.slice(1) })).toThrow('layer 0 has 40 weights for 6 × 5');
    expect(() => scorerOf({ ...mlp, layers: mlp.layers.slice(0, 2) })).toThrow('gives 5 scores, not 3');
    expect(() => scorerOf({ ...mlp, scales: new Float64Array(INPUTS) })).toThrow('not above 0');
    const columns = randomColumns(random, INPUTS, 1);
    const members = [mlp, randomMlp(random, 'sigmoid')].map((model) => ({ model, weight: 1 }));
    expect(() => averagedOutputs(members, idsOf(INPUTS), columns, 1)).toThrow('cannot be averaged');
    expect(() => averagedOutputs([], idsOf(INPUTS), columns, 1)).toThrow('no member');
    expect(() => averagedOutputs(members, idsOf(2), columns, 1)).toThrow('input_2 is none of the columns');
    expect(() => rawScores(mlp, columns, 2)).toThrow('column 0 has 1 of 2 rows');
  });
});
