// On features of real candles boosted trees are as good as XGBoost: log losses of the next moves, paired by folds of days.
import { expect, it } from 'vitest';
import { rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import { scoreLoss } from '../../../../src/research/training/score-loss.ts';
import { train } from '../../../../src/research/training/train.ts';
import type { LabelledRows, TrainedModel } from '../../../../src/research/training/trainer.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { realRows } from './real-rows.ts';

const FOLDS = 8;
/** Student's t of 7 degrees of freedom: differences of nothing stay below it in 99 of 100 cases, on either side. */
const T_99 = 3.499;

const SETS = [
  ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz', 'WDO', 'wdo-contract-m1'],
  ['b3-wdo-m5-mt5-2018/WDO_M5_2018.csv.gz', 'WDO', undefined],
  ['b3-dol-m30-mt5-2018/DOL_M30_2018_2019.csv.gz', 'DOL', undefined],
  ['b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz', 'WDOFUT', undefined],
  ['b3-win-m5-profit-2021/WINFUT_M5_20210817_20220119.csv.gz', 'WINFUT', undefined],
] as const;

const files = SETS.map(([file]) => file);

describeWithRealData('boosted trees and XGBoost', files, (...paths) => {
  it.each(SETS.map((set, at) => [...set, paths[at]!] as const))('on %s', async (_, symbol, mapping, path) => {
    const { rows, day, days } = await realRows(path, symbol, mapping);
    expect(rows.rows).toBeGreaterThan(3000);
    const differences: number[] = [];
    for (let fold = 0; fold < FOLDS; fold++) {
      const isTest = day.map((each) => Number(Math.floor((each * FOLDS) / days) === fold));
      const [training, test] = [chosen(rows, isTest, 0), chosen(rows, isTest, 1)];
      const options = { task: 'binary', seed: 1, rounds: 60, learningRate: 0.05, leaves: 15, threads: 1 } as const;
      const own = lossOf(await train('trees', training, { ...options, minRowsPerLeaf: 1 }), test);
      differences.push(own - lossOf(await train('xgboost', training, options), test));
    }
    const mean = differences.reduce((sum, each) => sum + each, 0) / FOLDS;
    const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (FOLDS - 1);
    const error = Math.sqrt(variance / FOLDS);
    console.log(
      `${rows.rows} rows: own minus XGBoost ${mean.toExponential(2)}, standard error ${error.toExponential(2)}`,
    );
    // worse by more than chance, or by so much that it would matter, is a fault; better is none
    expect(mean).toBeLessThan(T_99 * error);
    expect(mean).toBeLessThan(0.001);
  });
});

function chosen(rows: LabelledRows, mark: ArrayLike<number>, value: number): LabelledRows {
  const places = Array.from({ length: rows.rows }, (_, row) => row).filter((row) => mark[row] === value);
  return {
    ...{ rows: places.length, inputs: rows.inputs, label: Float64Array.from(places, (row) => rows.label[row]!) },
    columns: rows.columns.map((column) => Float32Array.from(places, (row) => column[row]!)),
  };
}

function lossOf({ model }: TrainedModel, rows: LabelledRows): number {
  const scores = rawScores(model, rows.columns, rows.rows);
  return scoreLoss('binary', scores, 1, rows.label, new Float64Array(rows.rows).fill(1));
}
