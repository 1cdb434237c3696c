// SHAP values of trees against every subset of inputs, leaf by leaf on long paths, against XGBoost's own, and their sum against the score.
import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { rawScores } from '../../../src/core/prediction/fitted/evaluate-fitted.ts';
import type { TreeModel } from '../../../src/core/prediction/fitted/fitted-model.ts';
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
import { leafByLeafShapley } from './leaf-by-leaf.ts';

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

  it('is exact on paths of up to fifty inputs, also where a split sends nearly every row one way', () => {
    for (const depth of [1, 2, 7, 20, 50]) {
      const random = new Random(depth);
      const model = chains(depth, 3, random);
      const covers = model.trees.map((tree) => ({
        cover: Float64Array.from(tree.feature, (_, node) => (depth - node) * 1000),
        leafCover: Float64Array.from(tree.values, () => 10 ** (3 - random.integer(7))),
      }));
      const asked = gridColumns(depth, 5, random);
      const { values } = treeShap(model, covers, asked, 5);
      for (let row = 0; row < 5; row++) {
        const wanted = leafByLeafShapley(
          model,
          covers,
          asked.map((column) => column[row]!),
        ).flat();
        const unit = Math.max(...wanted.map(Math.abs));
        for (const [i, value] of wanted.entries())
          expect(Math.abs(values[row * depth + i]! - value)).toBeLessThan(1e-11 * unit);
      }
    }
  });

  it('is what leaves give one by one, for random trees of many inputs that come again', () => {
    const random = new Random(43);
    const model = randomTrees(9, 2, 24, random);
    const covers = treeCovers(model, gridColumns(9, 300, random), 300);
    const asked = gridColumns(9, 20, random);
    const { values } = treeShap(model, covers, asked, 20);
    for (let row = 0; row < 20; row++) {
      const wanted = leafByLeafShapley(
        model,
        covers,
        asked.map((column) => column[row]!),
      ).flat();
      for (const [i, value] of wanted.entries())
        expect(Math.abs(values[row * wanted.length + i]! - value)).toBeLessThan(1e-12);
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

/** Trees that are one long path: each split asks another input, and one of its children is a leaf. */
function chains(depth: number, count: number, random: Random): TreeModel {
  const trees = Array.from({ length: count }, () => {
    const isLeafLeft = Array.from({ length: depth }, () => random.chance(0.5));
    const next = (node: number) => (node + 1 < depth ? node + 1 : ~depth);
    return {
      output: 0,
      feature: Int32Array.from(isLeafLeft, (_, node) => node),
      threshold: Float64Array.from(isLeafLeft, () => random.integer(5) - 2),
      left: Int32Array.from(isLeafLeft, (isLeaf, node) => (isLeaf ? ~node : next(node))),
      right: Int32Array.from(isLeafLeft, (isLeaf, node) => (isLeaf ? next(node) : ~node)),
      missingLeft: Uint8Array.from(isLeafLeft, () => random.integer(2)),
      values: Float64Array.from({ length: depth + 1 }, () => random.normal()),
    };
  });
  const inputs = Array.from({ length: depth }, (_, j) => `x${j}`);
  return { kind: 'trees', inputs, link: 'sigmoid', outputs: 1, base: Float64Array.of(0.25), trees };
}
