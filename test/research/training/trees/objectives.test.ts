// Objectives: numbers against their closed forms, derivatives of one's own, profit after costs, and what is refused.
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/adapters/user-error.ts';
import { rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import { train } from '../../../../src/research/training/train.ts';
import { profitObjective } from '../../../../src/research/training/trees/profit-objective.ts';
import type { TreeOptions } from '../../../../src/research/training/trees/tree-options.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { treeRows } from './tree-rows.ts';

const SMALL = { rounds: 30, leaves: 4, learningRate: 0.3, minRowsPerLeaf: 1, minChildWeight: 0, seed: 1 } as const;
const GROUPS = 3;

/** Rows of three kinds, told apart by one input. */
function grouped(labels: (group: number, at: number) => number) {
  const rows = 99 * GROUPS;
  const column = Float32Array.from({ length: rows }, (_, i) => i % GROUPS);
  const label = Float64Array.from({ length: rows }, (_, i) => labels(i % GROUPS, Math.floor(i / GROUPS)));
  return { rows, inputs: ['group'], columns: [column], label };
}

async function scoresOf(rows: ReturnType<typeof grouped>, options: TreeOptions): Promise<readonly number[]> {
  const { model } = await train('trees', rows, options);
  return [...rawScores(model, [Float32Array.of(0, 1, 2)], GROUPS)];
}

/** 99 numbers with a few far away. */
const skewed = (group: number, at: number): number => (at >= 90 ? 1000 * (group + 1) : group + at / 99);

describe('a regression', () => {
  const options = { ...SMALL, task: 'regression', l2: 0, rounds: 80 } as const;

  it('by squares goes to the mean', async () => {
    const means = [0, 1, 2].map(
      (g) => Array.from({ length: 99 }, (_, at) => skewed(g, at)).reduce((a, b) => a + b) / 99,
    );
    const scores = await scoresOf(grouped(skewed), options);
    scores.forEach((score, g) => {
      expect(score).toBeCloseTo(means[g]!, 6);
    });
  });

  it('by absolute errors goes to the median, or to a label beside it', async () => {
    const scores = await scoresOf(grouped(skewed), { ...options, objective: 'absolute' });
    scores.forEach((score, g) => {
      expect(Math.abs(score - (g + 49 / 99))).toBeLessThan(1.01 / 99);
    });
  });

  it('by Huber goes to where the bounded residuals are in balance', async () => {
    const delta = 2;
    const scores = await scoresOf(grouped(skewed), { ...options, objective: 'huber', huberDelta: delta, rounds: 300 });
    scores.forEach((score, g) => {
      const pulls = Array.from({ length: 99 }, (_, at) => Math.max(-delta, Math.min(delta, skewed(g, at) - score)));
      expect(pulls.reduce((a, b) => a + b)).toBeCloseTo(0, 4);
    });
  });
});

describe('an objective of your own', () => {
  it('that says what the built-in one says gives the same trees', async () => {
    const rows = treeRows({ seed: 50, rows: 400, inputs: 5, task: 'binary', missing: 0.1 });
    const options = { ...SMALL, task: 'binary', base: 0 } as const;
    const objective = {
      derivatives: (
        { scores, label }: { scores: Float64Array; label: Float64Array },
        gradient: Float64Array,
        hessian: Float64Array,
      ): void => {
        for (let i = 0; i < scores.length; i++) {
          const p = 1 / (1 + Math.exp(-scores[i]!));
          gradient[i] = p - label[i]!;
          hessian[i] = p * (1 - p);
        }
      },
      loss: () => 0,
    };
    const built = await train('trees', rows, options);
    const own = await train('trees', rows, { ...options, objective });
    const [a, b] = [built, own].map(({ model }) => rawScores(model, rows.columns, rows.rows));
    a!.forEach((score, row) => {
      expect(score).toBeCloseTo(b![row]!, 6);
    });
  });

  it.each([
    ['a gradient that is no number', Number.NaN, 1],
    ['a hessian below 0', 1, -1],
    ['a hessian without end', 1, Number.POSITIVE_INFINITY],
  ])('is refused with %s', async (_, first, second) => {
    const rows = treeRows({ seed: 51, rows: 50, inputs: 2, task: 'regression' });
    const objective = {
      derivatives: (__: unknown, gradient: Float64Array, hessian: Float64Array): void => {
        gradient.fill(first);
        hessian.fill(second);
      },
      loss: () => 0,
    };
    await expect(train('trees', rows, { ...SMALL, task: 'regression', objective })).rejects.toMatchObject({
      code: 'bad-objective',
    });
  });
});

describe('the objective of profit', () => {
  it('sells what rises mostly but falls far, buys what pays, and stays out of what costs more than it brings', async () => {
    // 0: two of three rise by 1, the third falls by 5; 1: all rise by 3; 2: rises by 0.5 on the mean, less than the cost
    const moves = (group: number, at: number): number =>
      group === 0 ? (at % 3 === 0 ? -5 : 1) : group === 1 ? 3 : at % 2 === 0 ? 1.5 : -0.5;
    const objective = profitObjective({ cost: 0.8, unit: 2 });
    const scores = await scoresOf(grouped(moves), { ...SMALL, rounds: 60, task: 'regression', objective });
    const positions = scores.map((score) => Math.tanh(score / 2));
    expect(positions[0]!).toBeLessThan(-0.5);
    expect(positions[1]!).toBeGreaterThan(0.9);
    expect(Math.abs(positions[2]!)).toBeLessThan(0.2);
  });

  it('has the derivatives of its loss', () => {
    const random = new Random(7, 'profit');
    const { derivatives, loss } = profitObjective({ cost: 0.3, unit: 1.7 });
    for (let run = 0; run < 50; run++) {
      const rows = { label: Float64Array.of(random.normal()), weight: Float64Array.of(1), rows: 1, outputs: 1 };
      const at = (score: number) => loss({ ...rows, scores: Float64Array.of(score) });
      const score = random.normal() * 2;
      const [gradient, hessian] = [new Float64Array(1), new Float64Array(1)];
      derivatives({ ...rows, scores: Float64Array.of(score) }, gradient, hessian);
      const step = 1e-5;
      expect(gradient[0]!).toBeCloseTo((at(score + step) - at(score - step)) / (2 * step), 6);
      const second = (at(score + 1e-3) - 2 * at(score) + at(score - 1e-3)) / 1e-6;
      expect(hessian[0]!).toBeGreaterThan(second - 1e-4);
    }
  });
});

describe('options', () => {
  const rows = treeRows({ seed: 52, rows: 60, inputs: 3, task: 'binary' });
  it.each([
    ['rounds', { rounds: 0 }],
    ['leaves', { leaves: 1 }],
    ['bins', { bins: 256 }],
    ['learningRate', { learningRate: 0 }],
    ['l2', { l2: -1 }],
    ['baggingFraction', { baggingFraction: 1.2 }],
    ['monotone', { monotone: [1] }],
    ['earlyStopping', { earlyStopping: 5 }],
    ['objective', { objective: 'huber' }],
    ['threads', { threads: 0 }],
    ['base', { base: Number.NaN }],
  ] as const)('%s out of its range is refused by name', async (field, more) => {
    const told = await train('trees', rows, { task: 'binary', seed: 1, ...more } as TreeOptions).catch(
      (error) => error,
    );
    expect(told).toBeInstanceOf(UserError);
    expect(told).toMatchObject({ code: 'bad-option', field });
  });

  it('labels whose sum is no number are refused', async () => {
    const label = rows.label.map((value) => (value === 1 ? 1.7e308 : 1.6e308));
    await expect(train('trees', { ...rows, label }, { task: 'regression', seed: 1 })).rejects.toMatchObject({
      code: 'training-rows',
      message: expect.stringContaining('their sum is no number'),
    });
  });

  it('infinite inputs are refused with their row', async () => {
    const columns = rows.columns.map((column) => column.slice());
    columns[1]![17] = Number.NEGATIVE_INFINITY;
    await expect(train('trees', { ...rows, columns }, { task: 'binary', seed: 1 })).rejects.toThrow(
      'x1 is -Infinity in row 17',
    );
  });
});
