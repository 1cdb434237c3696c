// Boosted trees against every split tried one by one, and against XGBoost where both must do the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import { train } from '../../../../src/research/training/train.ts';
import type { TreeOptions } from '../../../../src/research/training/trees/tree-options.ts';
import { findXgboost } from '../../../../src/research/training/xgboost/find-xgboost.ts';
import { naiveTree } from './naive-tree.ts';
import { type RowPlan, treeRows } from './tree-rows.ts';

describe('one tree', () => {
  const options = fc.record({
    leaves: fc.integer({ min: 2, max: 9 }),
    maxDepth: fc.integer({ min: 0, max: 4 }),
    minRowsPerLeaf: fc.integer({ min: 1, max: 12 }),
    minChildWeight: fc.constantFrom(0, 1, 7.5),
    l1: fc.constantFrom(0, 1.5),
    l2: fc.constantFrom(0, 1, 10),
    minGain: fc.constantFrom(0, 0.5, 4),
  });
  const plan = fc.record({
    seed: fc.nat(100_000),
    rows: fc.integer({ min: 4, max: 90 }),
    inputs: fc.integer({ min: 1, max: 4 }),
    task: fc.constant('regression' as const),
    missing: fc.constantFrom(0, 0.3),
    distinct: fc.constantFrom(2, 9, 200),
    weighted: fc.boolean(),
  });

  it('is what trying every split of every leaf gives', async () => {
    await fc.assert(
      fc.asyncProperty(plan, options, async (rowPlan: RowPlan, growth) => {
        const rows = treeRows(rowPlan);
        const weight = rows.weight ?? new Float64Array(rows.rows).fill(1);
        const gradient = rows.label.map((value, row) => -value * weight[row]!);
        const expected = naiveTree(rows, gradient, weight, growth);
        const one = { task: 'regression', seed: 1, rounds: 1, learningRate: 1, base: 0, ...growth } as const;
        const { model } = await train('trees', rows, one);
        const scores = rawScores(model, rows.columns, rows.rows);
        scores.forEach((score, row) => {
          expect(score).toBeCloseTo(expected[row]!, 8);
        });
      }),
      { numRuns: 150, seed: 8 },
    );
  });

  it('says what each split gained and how much lies below it', async () => {
    const rows = treeRows({ seed: 3, rows: 500, inputs: 5, task: 'regression', weighted: true });
    const one = { task: 'regression', seed: 1, rounds: 1, learningRate: 1, l2: 0 } as const;
    const { model, statistics, trainingLoss } = await train('trees', rows, one);
    const [tree, found] = [model.trees[0]!, statistics[0]!];
    const total = rows.weight!.reduce((sum, each) => sum + each, 0);
    expect(found.cover[0]).toBeCloseTo(total, 8);
    expect(found.rows[0]).toBe(500);
    expect(found.leafRows.reduce((sum, each) => sum + each, 0)).toBe(500);
    const mean = model.base[0]!;
    const before = rows.label.reduce((sum, value, row) => sum + rows.weight![row]! * (value - mean) ** 2, 0);
    const gained = found.gain.reduce((sum, each) => sum + each, 0);
    // of a squared error the gains are what the sum of squares falls by
    expect(trainingLoss[0]! * total).toBeCloseTo(before - gained, 6);
    const below = (node: number): number => (node < 0 ? found.leafCover[~node]! : found.cover[node]!);
    tree.feature.forEach((_, node) => {
      expect(below(tree.left[node]!) + below(tree.right[node]!)).toBeCloseTo(found.cover[node]!, 8);
    });
  });
});

function hasXgboost(): boolean {
  try {
    return findXgboost(undefined) !== undefined;
  } catch {
    return false;
  }
}

describe.skipIf(!hasXgboost())('XGBoost on few distinct values, where both have the same bins', () => {
  const plain: RowPlan = { seed: 20, rows: 3000, inputs: 9, task: 'binary', distinct: 60 };
  const cases: readonly (readonly [string, RowPlan, Partial<TreeOptions>])[] = [
    ['binary', plain, {}],
    ['missing values and weights', { ...plain, seed: 21, missing: 0.2, weighted: true }, {}],
    ['a regression with both penalties', { ...plain, seed: 22, task: 'regression' }, { l1: 3, l2: 20, minGain: 2 }],
    ['classes', { ...plain, seed: 23, task: 'multiclass', missing: 0.1 }, {}],
    ['few leaves of many rows', { ...plain, seed: 24 }, { leaves: 5, minChildWeight: 60 }],
    ['a limit of depth', { ...plain, seed: 25, task: 'regression' }, { maxDepth: 3, leaves: 8 }],
    ['monotone features', { ...plain, seed: 26 }, { monotone: [1, 0, -1, 1, 0, 0, 0, 0, 0], leaves: 6 }],
  ];

  it.each(cases)('gives the same scores: %s', async (_, rowPlan, more) => {
    const rows = treeRows(rowPlan);
    const options = {
      task: rowPlan.task,
      seed: 1,
      rounds: 8,
      learningRate: 0.3,
      leaves: 12,
      threads: 1,
      ...more,
    } as const;
    const other = await train('xgboost', rows, options);
    // of classes it starts from the same score for each, not from their shares
    const base = other.model.base[0]!;
    const own = await train('trees', rows, { ...options, base, minRowsPerLeaf: 1 });
    const ours = rawScores(own.model, rows.columns, rows.rows);
    const theirs = rawScores(other.model, rows.columns, rows.rows);
    let furthest = 0;
    ours.forEach((score, row) => {
      furthest = Math.max(furthest, Math.abs(score - theirs[row]!));
    });
    // theirs are sums of float32
    expect(furthest).toBeLessThan(2e-5);
    expect(own.trainingLoss[7]!).toBeCloseTo(other.trainingLoss[7]!, 5);
  });
});
