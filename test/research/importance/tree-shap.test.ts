// SHAP values of trees against every subset of inputs, against XGBoost's own, and their sum against the score.
import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { rawScores } from '../../../src/core/prediction/fitted/evaluate-fitted.ts';
import { treeCovers } from '../../../src/research/importance/tree-covers.ts';
import { gainImportance, shapImportance } from '../../../src/research/importance/tree-importance.ts';
import { treeShap } from '../../../src/research/importance/tree-shap.ts';
import { train } from '../../../src/research/training/train.ts';
import { xgboostLibrary } from '../../../src/research/training/xgboost/xgboost-library.ts';
import { fromXgboostJson } from '../../../src/research/training/xgboost/xgboost-model.ts';
import { xgboostParameters } from '../../../src/research/training/xgboost/xgboost-options.ts';
import { Random } from '../../../src/simulation/random.ts';
import { seededRows, xgboostHere } from '../training/xgboost/xgboost-rows.ts';
import { bruteForceShapley, gridColumns, randomTrees } from './brute-force-shapley.ts';

const library = xgboostHere();

describe('treeShap', () => {
  it('is the sum over all subsets of inputs, for random trees in which inputs come again', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed);
      const model = randomTrees(5, 1 + (seed % 3), 12, random);
      const covers = treeCovers(model, gridColumns(5, 400, random), 400);
      const asked = gridColumns(5, 6, random);
      const { values } = treeShap(model, covers, asked, 6);
      for (let row = 0; row < 6; row++) {
        const wanted = bruteForceShapley(
          model,
          covers,
          asked.map((column) => column[row]!),
        ).flat();
        for (const [i, value] of wanted.entries()) expect(values[row * wanted.length + i]).toBeCloseTo(value, 10);
      }
    }
  });

  it('sums to the score, to 1e-9, also where a node was reached by no row', () => {
    const random = new Random(40);
    const model = randomTrees(8, 3, 60, random);
    // few rows: most nodes have none
    const covers = treeCovers(model, gridColumns(8, 20, random), 20);
    const asked = gridColumns(8, 500, random);
    const { values, base } = treeShap(model, covers, asked, 500);
    const scores = rawScores(model, asked, 500);
    for (let at = 0; at < scores.length; at++) {
      let sum = base[at % 3]!;
      for (let j = 0; j < 8; j++) sum += values[at * 8 + j]!;
      expect(Math.abs(sum - scores[at]!)).toBeLessThan(1e-9);
    }
  });

  const described = library === undefined ? it.skip : it;
  described(
    `equals the contributions that XGBoost computes${library === undefined ? ' (skipped: no library)' : ''}`,
    () => {
      const rows = seededRows(1500, 6, 2, 31);
      const flat = Float32Array.from({ length: 1500 * 6 }, (_, at) => rows.columns[at % 6]![Math.floor(at / 6)]!);
      const native = xgboostLibrary(library!);
      const matrix = native.matrix(flat, 1500, 6);
      native.setFloats(matrix, 'label', Float32Array.from(rows.label));
      const booster = native.booster([matrix]);
      for (const [name, value] of xgboostParameters({ task: 'binary', seed: 1, threads: 1, leaves: 12 }, 1, 0.5))
        native.set(booster, name, value);
      for (let round = 0; round < 30; round++) native.update(booster, round, matrix);
      const { model, statistics } = fromXgboostJson(native.modelJson(booster), rows.inputs);
      const predict = koffi
        .load(library!)
        .func('int XGBoosterPredictFromDMatrix(void *b, void *m, const char *c, void *shape, void *dim, void *out)');
      const [shape, dim, out] = [new BigUint64Array(1), new BigUint64Array(1), new BigUint64Array(1)];
      const config = '{"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true}';
      expect(predict(booster, matrix, config, shape, dim, out)).toBe(0);
      const theirs = new Float32Array(koffi.view(out[0]!, 4 * 1500 * 7)).slice();
      const ours = treeShap(model, statistics, rows.columns, 1500);
      for (let row = 0; row < 1500; row++) {
        for (let j = 0; j < 6; j++)
          expect(Math.abs(ours.values[row * 6 + j]! - theirs[row * 7 + j]!)).toBeLessThan(2e-5);
        expect(Math.abs(ours.base[0]! - theirs[row * 7 + 6]!)).toBeLessThan(2e-5);
      }
      native.freeBooster(booster);
      native.freeMatrix(matrix);
    },
  );

  it('refuses covers of other trees', () => {
    const random = new Random(41);
    const model = randomTrees(3, 1, 6, random);
    expect(() => treeShap(model, [], gridColumns(3, 1, random), 1)).toThrow(/do not belong to tree 0/);
  });
});

describe('importances of trees', () => {
  it('find the inputs that a label was made of, by gain and by SHAP', async () => {
    const random = new Random(42);
    const columns = Array.from({ length: 5 }, () => Float32Array.from({ length: 3000 }, () => random.normal()));
    const label = Float64Array.from({ length: 3000 }, (_, i) =>
      2 * columns[3]![i]! + columns[1]![i]! + random.normal() > 0 ? 1 : 0,
    );
    const rows = { rows: 3000, inputs: ['a', 'b', 'c', 'd', 'e'], columns, label };
    const { model, statistics } = await train('trees', rows, {
      task: 'binary',
      seed: 1,
      rounds: 30,
      leaves: 8,
      threads: 1,
    });
    const gain = gainImportance(model, statistics);
    expect(gain.names.slice(0, 2)).toEqual(['d', 'b']);
    expect(gain.values.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    const shap = shapImportance(treeShap(model, statistics, columns, 500));
    expect(shap.names.slice(0, 2)).toEqual(['d', 'b']);
    expect(shap.values[0]! / shap.values[4]!).toBeGreaterThan(5);
  });
});
