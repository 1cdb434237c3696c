// Kind `mlp`: its slopes against differences of the loss, functions that no line can learn, and the same bits for the same seed.
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/adapters/user-error.ts';
import { fittedOutputs, rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import { Adam } from '../../../../src/research/training/mlp/adam.ts';
import type { MlpOptions } from '../../../../src/research/training/mlp/mlp-options.ts';
import { Network } from '../../../../src/research/training/mlp/network.ts';
import { scoreSlopes } from '../../../../src/research/training/mlp/score-slopes.ts';
import { trainMlp } from '../../../../src/research/training/mlp/train-mlp.ts';
import { scoreLoss } from '../../../../src/research/training/score-loss.ts';
import type { LabelledRows, Task } from '../../../../src/research/training/trainer.ts';
import { Random } from '../../../../src/simulation/random.ts';

/** Whether two inputs have the same sign: no line through the inputs tells it. */
function sameSign(rows: number, seed: number): LabelledRows {
  const random = new Random(seed);
  const columns = [0, 1, 2].map(() => Float32Array.from({ length: rows }, () => random.normal()));
  const label = Float64Array.from({ length: rows }, (_, i) => (columns[0]![i]! * columns[1]![i]! > 0 ? 1 : 0));
  return { rows, inputs: ['a', 'b', 'c'], columns, label };
}

describe('Network', () => {
  it.each<[Task, number, 'relu' | 'tanh']>([
    ['binary', 1, 'tanh'],
    ['multiclass', 3, 'relu'],
    ['regression', 1, 'relu'],
  ])('has the slopes that differences of the loss give: %s', (task, outputs, activation) => {
    const random = new Random(4);
    const network = new Network([3, 5, 4, outputs], activation, 8, random);
    for (let i = 0; i < network.parameters.length; i++) network.parameters[i]! += 0.1 * random.normal();
    const z = Float64Array.from({ length: 24 }, () => random.normal());
    const label = Float64Array.from({ length: 8 }, (_, i) =>
      task === 'regression' ? random.normal() : i % Math.max(2, outputs),
    );
    const weights = Float64Array.from({ length: 8 }, (_, i) => (1 + i) / 36);
    const loss = () => scoreLoss(task, network.scores(z, 8), outputs, label, weights);
    const slope = new Float64Array(8 * outputs);
    scoreSlopes(task, network.scores(z, 8), outputs, label, weights, 8, slope);
    network.addGradient(z, 8, slope);
    for (let i = 0; i < network.parameters.length; i++) {
      const kept = network.parameters[i]!;
      network.parameters[i] = kept + 1e-6;
      const up = loss();
      network.parameters[i] = kept - 1e-6;
      const down = loss();
      network.parameters[i] = kept;
      expect(network.gradient[i]).toBeCloseTo((up - down) / 2e-6, 6);
    }
  });
});

describe('Adam', () => {
  it('takes the steps of its paper', () => {
    const adam = new Adam(1, 0.1);
    const x = Float64Array.of(1);
    let [m, v, wanted] = [0, 0, 1];
    for (let t = 1; t <= 5; t++) {
      const slope = 2 * x[0]!;
      adam.step(x, Float64Array.of(slope));
      m = 0.9 * m + 0.1 * slope;
      v = 0.999 * v + 0.001 * slope ** 2;
      wanted -= (0.1 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
      expect(x[0]).toBeCloseTo(wanted, 12);
    }
  });
});

describe('kind mlp', () => {
  const common: MlpOptions = { task: 'binary', seed: 7, hidden: [16], learningRate: 0.01, batch: 64, passes: 25 };

  it('learns what no line can', async () => {
    const fresh = sameSign(2000, 2);
    const { model, ended } = await trainMlp(sameSign(3000, 1), common);
    const p = fittedOutputs(model, fresh.columns, fresh.rows);
    const right = p.filter((value, i) => value > 0.5 === (fresh.label[i] === 1)).length;
    expect(ended).toBe('done');
    expect(right / fresh.rows).toBeGreaterThan(0.93);
  });

  it('learns numbers in their own units, and several classes', async () => {
    const random = new Random(3);
    const x = Float32Array.from({ length: 2000 }, () => random.normal());
    const rows = { rows: 2000, inputs: ['x'], columns: [x] };
    const bent = Float64Array.from(x, (value) => 5000 + 300 * Math.abs(value));
    const regression = await trainMlp({ ...rows, label: bent }, { ...common, task: 'regression' });
    const said = rawScores(regression.model, [x], 2000);
    const error = Math.sqrt(said.reduce((sum, value, i) => sum + (value - bent[i]!) ** 2, 0) / 2000);
    expect(error).toBeLessThan(30);
    const label = Float64Array.from(x, (value) => (Math.abs(value) < 0.4 ? 1 : Math.abs(value) < 1 ? 0 : 2));
    const { model } = await trainMlp({ ...rows, label }, { ...common, task: 'multiclass' });
    const p = fittedOutputs(model, [x], 2000);
    const right = [...label.keys()].filter((i) => {
      const own = p.subarray(i * 3, i * 3 + 3);
      return own.indexOf(Math.max(...own)) === label[i];
    }).length;
    expect(right / 2000).toBeGreaterThan(0.93);
  });

  it('gives the same bits for the same seed and others for another', async () => {
    const bits = async (seed: number) => {
      const { model } = await trainMlp(sameSign(300, 1), { ...common, seed, passes: 3 });
      return model.layers.map(({ weights }) => Buffer.from(weights.buffer).toString('hex')).join();
    };
    expect(await bits(1)).toBe(await bits(1));
    expect(await bits(1)).not.toBe(await bits(2));
  });

  it('keeps the pass with the least validation loss', async () => {
    const [rows, validation] = [sameSign(80, 5), sameSign(400, 6)];
    const result = await trainMlp(rows, {
      ...common,
      hidden: [64, 32],
      passes: 300,
      l2: 0,
      validation,
      earlyStopping: 4,
    });
    const scores = rawScores(result.model, validation.columns, validation.rows);
    const loss = scoreLoss('binary', scores, 1, validation.label, new Float64Array(400).fill(1));
    const best = result.validationLoss.indexOf(Math.min(...result.validationLoss));
    expect(result.ended).toBe('early');
    expect(result.validationLoss).toHaveLength(best + 5);
    expect(loss).toBe(result.validationLoss[best]);
  });

  it('rows of weight 0 change nothing, and neither does an input that never varies', async () => {
    const rows = sameSign(200, 8);
    const odd = {
      ...rows,
      columns: rows.columns.map((c) => Float32Array.from([...c, 50])),
      label: Float64Array.from([...rows.label, 1]),
    };
    const weight = new Float64Array(201).fill(2);
    weight[200] = 0;
    const plain = await trainMlp(rows, { ...common, passes: 2 });
    const weighted = await trainMlp({ ...odd, rows: 201, weight }, { ...common, passes: 2 });
    expect(weighted.model.layers).toEqual(plain.model.layers);
    const flat = { ...rows, inputs: ['f', ...rows.inputs], columns: [new Float32Array(200).fill(9), ...rows.columns] };
    const { model } = await trainMlp(flat, { ...common, passes: 2 });
    expect([...model.layers[0]!.weights.subarray(0, 16)].every((w) => w === 0)).toBe(true);
    const asked = (columns: readonly Float32Array[], m: typeof model) => [...rawScores(m, columns, 200)];
    expect(asked(flat.columns, model)).toEqual(asked(rows.columns, plain.model));
  });

  it('is interrupted after a pass, and refuses what it cannot learn from', async () => {
    const interrupter = new AbortController();
    const result = await trainMlp(sameSign(100, 1), {
      ...{ ...common, signal: interrupter.signal },
      onProgress: ({ done }) => done === 2 && interrupter.abort(),
    });
    expect([result.ended, result.trainingLoss.length]).toEqual(['interrupted', 2]);
    const rows = sameSign(20, 1);
    const attempt = (change: Partial<MlpOptions>, other: Partial<LabelledRows> = {}) =>
      trainMlp({ ...rows, ...other }, { ...common, ...change });
    await expect(attempt({ hidden: [] })).rejects.toThrow('hidden is []');
    await expect(attempt({ hidden: [2, 2, 2, 2] })).rejects.toThrow('hidden is [2, 2, 2, 2]');
    await expect(attempt({ learningRate: Number.NaN })).rejects.toThrow('learningRate is NaN');
    await expect(attempt({ earlyStopping: 2 })).rejects.toThrow('earlyStopping is 2');
    await expect(attempt({ task: 'regression' }, { label: new Float64Array(20) })).rejects.toThrow(
      /label does not vary/,
    );
    await expect(attempt({}, { columns: rows.columns.map(() => new Float32Array(20)) })).rejects.toBeInstanceOf(
      UserError,
    );
  });
});
