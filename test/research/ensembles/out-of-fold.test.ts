// Predictions out of fold beside models that were trained by hand on each split.
import { describe, expect, it } from 'vitest';
import { fittedOutputs } from '../../../src/core/prediction/fitted/evaluate-fitted.ts';
import { calibrationScores } from '../../../src/research/calibration/calibration-scores.ts';
import { fitCalibration } from '../../../src/research/calibration/fit-calibration.ts';
import { outOfFold, pooledPredictions, takeRows } from '../../../src/research/ensembles/out-of-fold.ts';
import type { Split } from '../../../src/research/splits/split.ts';
import { train } from '../../../src/research/training/train.ts';
import type { LabelledRows } from '../../../src/research/training/trainer.ts';
import { Random } from '../../../src/simulation/random.ts';

const ROWS = 300;
const random = new Random(1);
const columns = [0, 1].map(() => Float32Array.from({ length: ROWS }, () => random.normal()));
const rows: LabelledRows = {
  ...{ rows: ROWS, inputs: ['a', 'b'], columns },
  label: Float64Array.from({ length: ROWS }, (_, i) => (columns[0]![i]! + random.normal() > 0 ? 1 : 0)),
  weight: Float64Array.from({ length: ROWS }, (_, i) => 1 + (i % 2)),
};
const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
const part = { testUnits: ['x'], purged: 0, embargoed: 0 };
const splits: readonly Split[] = [
  { ...part, test: range(0, 100), training: range(110, 300) },
  { ...part, test: range(100, 300), training: range(0, 90) },
];
const options = { task: 'binary', seed: 1 } as const;

describe('outOfFold', () => {
  it('is what models trained by hand on each split say of its test', async () => {
    const folds = await outOfFold('logistic', rows, options, splits);
    for (const [number, { training, test }] of splits.entries()) {
      const { model } = await train('logistic', takeRows(rows, training), options);
      const asked = columns.map((column) => Float32Array.from(test, (row) => column[row]!));
      expect(folds[number]!.outputs).toEqual(fittedOutputs(model, asked, test.length));
    }
    const pooled = pooledPredictions(folds, rows);
    expect(pooled.label).toEqual(rows.label);
    expect(pooled.weight).toEqual(rows.weight);
    expect(calibrationScores(pooled).logLoss).toBeLessThan(Math.LN2);
    expect(fitCalibration(pooled, 'platt').kind).toBe('platt');
  });

  it('asks only the rows among those wanted, and pools what is wanted of it', async () => {
    const among = Uint8Array.from({ length: ROWS }, (_, row) => (row % 3 === 0 ? 1 : 0));
    const folds = await outOfFold('logistic', rows, options, splits, { among });
    const { model } = await train(
      'logistic',
      takeRows(
        rows,
        splits[0]!.training.filter((row) => row % 3 === 0),
      ),
      options,
    );
    expect(folds[0]!.model).toEqual(model);
    for (const [place, row] of splits[1]!.test.entries()) {
      expect(Number.isNaN(folds[1]!.outputs[place]!)).toBe(row % 3 !== 0);
    }
    const besides = new Uint8Array(ROWS);
    besides[102] = 1;
    const pooled = pooledPredictions(folds, rows, [1], besides);
    expect(pooled.label).toHaveLength(splits[1]!.test.filter((row) => row % 3 === 0 && row !== 102).length);
  });

  it('names the split that nothing can be learned from', async () => {
    const empty = [splits[0]!, { ...splits[1]!, training: new Uint32Array(0) }];
    await expect(outOfFold('logistic', rows, options, empty)).rejects.toThrow('Split 1 has no row to train on');
    const oneSided = [{ ...splits[0]!, training: splits[0]!.training.filter((row) => rows.label[row] === 1) }];
    await expect(outOfFold('logistic', rows, options, oneSided)).rejects.toThrow('Split 0: No row has the label 0');
  });
});
