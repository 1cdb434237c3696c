// Boosted trees against themselves: threads, scores on raw rows, seeds, weights, missing values, order, ends.
import { describe, expect, it } from 'vitest';
import { rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import { scoreLoss } from '../../../../src/research/training/score-loss.ts';
import { train } from '../../../../src/research/training/train.ts';
import type { LabelledRows } from '../../../../src/research/training/trainer.ts';
import type { TrainedTrees } from '../../../../src/research/training/trees/train-trees.ts';
import type { TreeOptions } from '../../../../src/research/training/trees/tree-options.ts';
import { partOf, type RowPlan, treeRows } from './tree-rows.ts';

const SMALL = { rounds: 12, leaves: 8, learningRate: 0.3, minRowsPerLeaf: 5, seed: 3 } as const;

function lossOf(trained: TrainedTrees, rows: LabelledRows, task: TreeOptions['task']): number {
  const { model } = trained;
  const weights = rows.weight ?? new Float64Array(rows.rows).fill(1);
  return scoreLoss(task, rawScores(model, rows.columns, rows.rows), model.outputs, rows.label, weights);
}

const PLANS: readonly RowPlan[] = [
  { seed: 1, rows: 900, inputs: 5, task: 'binary' },
  { seed: 2, rows: 900, inputs: 11, task: 'binary', missing: 0.2, weighted: true },
  { seed: 3, rows: 700, inputs: 70, task: 'regression', missing: 0.05 },
  { seed: 4, rows: 900, inputs: 9, task: 'multiclass', distinct: 6, missing: 0.1, weighted: true },
  { seed: 5, rows: 40, inputs: 1, task: 'regression' },
];

describe('scores', () => {
  it.each(PLANS)(
    'of the model on raw rows give the loss that training ended with: $task, $inputs inputs',
    async (plan) => {
      const all = treeRows(plan);
      const rows = partOf(all, 0, Math.floor(plan.rows * 0.7));
      const validation = partOf(all, rows.rows, plan.rows);
      const options = { ...SMALL, task: plan.task, validation, baggingFraction: 0.6, featureFraction: 0.7 };
      const trained = await train('trees', rows, options);
      expect(trained.trainingLoss).toHaveLength(12);
      expect(trained.trainingLoss[11]).toBeCloseTo(lossOf(trained, rows, plan.task), 12);
      expect(trained.validationLoss[11]).toBeCloseTo(lossOf(trained, validation, plan.task), 12);
      expect(trained.trainingLoss[11]!).toBeLessThan(trained.trainingLoss[0]!);
    },
  );

  it('are those that training added up, to the bit', async () => {
    const rows = treeRows({ seed: 8, rows: 2000, inputs: 12, task: 'regression', missing: 0.1 });
    const seen: Float64Array[] = [];
    const objective = {
      derivatives: (at: { scores: Float64Array }, gradient: Float64Array, hessian: Float64Array): void => {
        seen.push(at.scores);
        for (let i = 0; i < gradient.length; i++) gradient[i] = at.scores[i]! - rows.label[i]!;
        hessian.fill(1);
      },
      loss: () => 0,
    };
    const { model } = await train('trees', rows, { ...SMALL, task: 'regression', objective, baggingFraction: 0.5 });
    expect(seen).toHaveLength(13);
    expect(rawScores(model, rows.columns, rows.rows)).toEqual(seen.at(-1));
  });
});

describe('the result', () => {
  it.each(PLANS.slice(1, 4))('is the same for 1, 2 and 3 threads, to the bit: $task', async (plan) => {
    // enough values that threads are used at all, and rows that they part together
    const rows = treeRows({ ...plan, rows: Math.ceil(800_000 / plan.inputs) });
    const options = { ...SMALL, rounds: 2, leaves: 12, task: plan.task, baggingFraction: 0.9 };
    const [one, two, three] = [
      await train('trees', rows, { ...options, threads: 1 }),
      await train('trees', rows, { ...options, threads: 2 }),
      await train('trees', rows, { ...options, threads: 3 }),
    ];
    expect(one.model.trees[0]!.feature).toHaveLength(11);
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  it('depends on the seed, and on nothing else that is random', async () => {
    const rows = treeRows({ seed: 6, rows: 800, inputs: 9, task: 'binary' });
    const options = { ...SMALL, task: 'binary', baggingFraction: 0.5, featureFraction: 0.5 } as const;
    const first = await train('trees', rows, options);
    expect(await train('trees', rows, options)).toEqual(first);
    expect((await train('trees', rows, { ...options, seed: 4 })).model).not.toEqual(first.model);
  });

  it('is the same when there is no room for the histograms of all leaves', async () => {
    const rows = treeRows({ seed: 14, rows: 1500, inputs: 4, task: 'regression', missing: 0.1 });
    // inputs that never differ are never split by, but their histograms take room: for 65 leaves of 150
    const still = Array.from({ length: 1000 }, () => new Float32Array(rows.rows));
    const columns = [...rows.columns, ...still];
    const more = { ...rows, inputs: columns.map((_, j) => `x${j}`), columns };
    const options = { ...SMALL, task: 'regression', rounds: 1, leaves: 150, minRowsPerLeaf: 1, threads: 1 } as const;
    const few = await train('trees', rows, options);
    const many = await train('trees', more, options);
    expect(few.model.trees[0]!.values).toHaveLength(150);
    expect(many.model.trees).toEqual(few.model.trees);
  });

  it('with more rounds begins like the one with fewer', async () => {
    const rows = treeRows({ seed: 6, rows: 800, inputs: 9, task: 'binary' });
    const options = { ...SMALL, task: 'binary', baggingFraction: 0.5, baggingEvery: 2, featureFraction: 0.5 } as const;
    const many = await train('trees', rows, options);
    const few = await train('trees', rows, { ...options, rounds: 5 });
    expect(few.model.trees).toEqual(many.model.trees.slice(0, 5));
  });
});

describe('weights', () => {
  it('of whole numbers are as good as repeated rows', async () => {
    const plain = treeRows({ seed: 9, rows: 400, inputs: 4, task: 'regression', distinct: 12 });
    // labels of few bits: then the sums are the same numbers, not only nearly
    const label = plain.label.map((value) => Math.round(value * 4));
    const times = Float64Array.from(label, (_, i) => 1 + (i % 3));
    const places = Array.from(times).flatMap((count, row) => new Array<number>(count).fill(row));
    const repeated: LabelledRows = {
      ...plain,
      rows: places.length,
      columns: plain.columns.map((column) => Float32Array.from(places, (row) => column[row]!)),
      label: Float64Array.from(places, (row) => label[row]!),
    };
    const options = { ...SMALL, task: 'regression', rounds: 6, minRowsPerLeaf: 1, minChildWeight: 8, base: 0 } as const;
    const weighted = await train('trees', { ...plain, label, weight: times }, options);
    const again = await train('trees', repeated, options);
    expect(weighted.model.trees).toHaveLength(6);
    for (const [at, tree] of weighted.model.trees.entries()) {
      const other = again.model.trees[at]!;
      expect(tree.feature).toEqual(other.feature);
      expect(tree.threshold).toEqual(other.threshold);
      tree.values.forEach((value, leaf) => {
        expect(value).toBeCloseTo(other.values[leaf]!, 9);
      });
    }
  });

  it('of 0 leave a row out', async () => {
    const rows = treeRows({ seed: 10, rows: 600, inputs: 5, task: 'binary', missing: 0.1 });
    const weight = Float64Array.from(rows.label, (_, i) => Number(i < 450));
    const options = { ...SMALL, task: 'binary' } as const;
    const without = await train('trees', partOf(rows, 0, 450), options);
    const weighted = await train('trees', { ...rows, weight }, options);
    expect(weighted.model).toEqual(without.model);
  });

  it('of classes shift the prediction towards the class', async () => {
    const rows = treeRows({ seed: 11, rows: 600, inputs: 5, task: 'binary' });
    const options = { ...SMALL, task: 'binary' } as const;
    const mean = (trained: TrainedTrees): number =>
      rawScores(trained.model, rows.columns, rows.rows).reduce((sum, score) => sum + score, 0) / rows.rows;
    const plain = mean(await train('trees', rows, options));
    expect(mean(await train('trees', rows, { ...options, classWeights: [1, 5] }))).toBeGreaterThan(plain + 0.5);
  });
});

describe('missing values', () => {
  it('go to the side that the label says', async () => {
    const x = Float32Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? Number.NaN : i));
    for (const high of [true, false]) {
      // missing rows are like those above 150, or like those below
      const label = Float64Array.from(x, (value) => Number(Number.isNaN(value) ? high : value > 150));
      const rows = { rows: 300, inputs: ['x'], columns: [x], label };
      const { model } = await train('trees', rows, { ...SMALL, task: 'binary', rounds: 1, leaves: 2 });
      expect(model.trees[0]!.missingLeft[0]).toBe(Number(!high));
      expect(model.trees[0]!.threshold[0]).toBeCloseTo(150, -1);
    }
  });

  it('can be told from all others', async () => {
    const x = Float32Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? Number.NaN : i));
    const rows = {
      rows: 300,
      inputs: ['x'],
      columns: [x],
      label: Float64Array.from(x, (value) => Number(Number.isNaN(value))),
    };
    const { model } = await train('trees', rows, { ...SMALL, task: 'binary', rounds: 1, leaves: 2 });
    const scores = rawScores(model, [Float32Array.of(Number.NaN, -1e38, 0, 3.4e38)], 4);
    expect(scores[0]!).toBeGreaterThan(scores[1]!);
    expect([scores[2], scores[3]]).toEqual([scores[1], scores[1]]);
  });
});

describe('monotone features', () => {
  it.each([1, -1] as const)('never turn: %i', async (direction) => {
    const rows = treeRows({ seed: 12, rows: 1500, inputs: 5, task: 'binary', missing: 0.05 });
    const options = { ...SMALL, task: 'binary', rounds: 30, leaves: 16 } as const;
    const rises = (trained: TrainedTrees): number => {
      const steps = 60;
      let against = 0;
      for (let row = 0; row < 40; row++) {
        const columns = rows.columns.map((column, j) =>
          Float32Array.from({ length: steps }, (_, at) => (j === 3 ? (at - 30) / 10 : column[row]!)),
        );
        const scores = rawScores(trained.model, columns, steps);
        for (let at = 1; at < steps; at++) if (direction * (scores[at]! - scores[at - 1]!) < 0) against += 1;
      }
      return against;
    };
    expect(rises(await train('trees', rows, options))).toBeGreaterThan(0);
    const bound = await train('trees', rows, { ...options, monotone: [0, 0, 0, direction, 0] });
    expect(bound.model.trees.some((tree) => tree.feature.includes(3))).toBe(true);
    expect(rises(bound)).toBe(0);
  });
});

describe('training ends', () => {
  const all = treeRows({ seed: 13, rows: 900, inputs: 6, task: 'binary' });
  const rows = partOf(all, 0, 500);
  const validation = partOf(all, 500, 900);

  it('early when the validation loss grows, with the best round', async () => {
    const options = { ...SMALL, task: 'binary', rounds: 400, validation } as const;
    const trained = await train('trees', rows, { ...options, earlyStopping: 10 });
    const losses = [...trained.validationLoss];
    const best = losses.indexOf(Math.min(...losses));
    expect(trained.ended).toBe('early');
    expect(losses).toHaveLength(best + 11);
    expect(trained.model.trees).toHaveLength(best + 1);
    expect(trained.statistics).toHaveLength(best + 1);
    expect(lossOf(trained, validation, 'binary')).toBeCloseTo(losses[best]!, 12);
  });

  it('at an interrupt with what there is', async () => {
    const interrupt = new AbortController();
    const trained = await train('trees', rows, {
      ...SMALL,
      ...{ task: 'binary', rounds: 1000, signal: interrupt.signal },
      onProgress: ({ done }) => {
        if (done === 7) interrupt.abort();
      },
    });
    expect(trained.ended).toBe('interrupted');
    expect(trained.model.trees).toHaveLength(7);
    expect(trained.trainingLoss).toHaveLength(7);
    expect(trained.trainingLoss[6]).toBeCloseTo(lossOf(trained, rows, 'binary'), 12);
  });

  it('at once where it was interrupted before', async () => {
    const trained = await train('trees', rows, { ...SMALL, task: 'binary', signal: AbortSignal.abort() });
    expect(trained.ended).toBe('interrupted');
    expect(trained.model.trees).toEqual([]);
  });
});
