// A forest: threads, what it is the mean of, what it learns, and its end.
import { describe, expect, it } from 'vitest';
import { rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import { train } from '../../../../src/research/training/train.ts';
import { partOf, treeRows } from './tree-rows.ts';

const SMALL = { trees: 30, leaves: 32, seed: 5 } as const;

describe('a forest', () => {
  it('without drawing features and rows of one class of value gives the mean of the labels of drawn rows', async () => {
    const rows = treeRows({ seed: 30, rows: 200, inputs: 1, task: 'regression', distinct: 2 });
    const { model } = await train('forest', rows, { ...SMALL, task: 'regression', trees: 400, featureFraction: 1 });
    const scores = rawScores(model, rows.columns, rows.rows);
    for (const value of [0, 1]) {
      const places = [...rows.columns[0]!.keys()].filter((row) => rows.columns[0]![row] === value);
      const mean = places.reduce((sum, row) => sum + rows.label[row]!, 0) / places.length;
      // the mean over 400 samples with replacement: its standard error is about 1 / sqrt(100 x 400)
      expect(scores[places[0]!]!).toBeCloseTo(mean, 1);
      expect(Math.abs(scores[places[0]!]! - mean)).toBeLessThan(0.025);
    }
  });

  it('predicts rows that it has not seen better than one deep tree', async () => {
    const all = treeRows({ seed: 31, rows: 1600, inputs: 8, task: 'regression', missing: 0.05 });
    const rows = partOf(all, 0, 800);
    const test = partOf(all, 800, 1600);
    const error = (trees: number) =>
      train('forest', rows, { ...SMALL, trees, task: 'regression', minRowsPerLeaf: 1, leaves: 400 }).then(
        ({ model }) => {
          const scores = rawScores(model, test.columns, test.rows);
          return scores.reduce((sum, score, row) => sum + (score - test.label[row]!) ** 2, 0) / test.rows;
        },
      );
    const [one, many] = [await error(1), await error(60)];
    const variance = 1.6;
    expect(many).toBeLessThan(0.7 * one);
    expect(many).toBeLessThan(variance);
  });

  it.each(['binary', 'multiclass', 'regression'] as const)(
    'is the same each time, and another by another seed: %s',
    async (task) => {
      const rows = treeRows({ seed: 32, rows: 500, inputs: 10, task, missing: 0.1 });
      const first = await train('forest', rows, { ...SMALL, task });
      expect(first.model.trees).toHaveLength(task === 'multiclass' ? 90 : 30);
      expect(await train('forest', rows, { ...SMALL, task })).toEqual(first);
      expect((await train('forest', rows, { ...SMALL, task, seed: 6 })).model).not.toEqual(first.model);
    },
  );

  it('is the same for any number of threads, to the bit', async () => {
    const rows = treeRows({ seed: 33, rows: 25_000, inputs: 21, task: 'binary' });
    const options = { ...SMALL, task: 'binary', trees: 2 } as const;
    const one = await train('forest', rows, { ...options, threads: 1 });
    expect(await train('forest', rows, { ...options, threads: 3 })).toEqual(one);
  });

  it('that is interrupted is the mean of its trees so far', async () => {
    const rows = treeRows({ seed: 34, rows: 400, inputs: 4, task: 'regression' });
    const interrupt = new AbortController();
    const trained = await train('forest', rows, {
      ...SMALL,
      ...{ task: 'regression', signal: interrupt.signal },
      onProgress: ({ done }) => {
        if (done === 4) interrupt.abort();
      },
    });
    const whole = await train('forest', rows, { ...SMALL, task: 'regression', trees: 4 });
    expect(trained.ended).toBe('interrupted');
    expect(trained.model).toEqual(whole.model);
  });
});
