// Seeded rows in; SHAP values beside XGBoost's own, isotonic calibration beside its sort, and kind `xgboost` beside the bare library, measured, out.

import koffi from 'koffi';
import { isotonicMap } from '../src/research/calibration/isotonic-map.ts';
import { treeShap } from '../src/research/importance/tree-shap.ts';
import type { LabelledRows } from '../src/research/training/trainer.ts';
import { findXgboost } from '../src/research/training/xgboost/find-xgboost.ts';
import { trainXgboost } from '../src/research/training/xgboost/train-xgboost.ts';
import { xgboostLibrary } from '../src/research/training/xgboost/xgboost-library.ts';
import { fromXgboostJson } from '../src/research/training/xgboost/xgboost-model.ts';
import { type XgboostOptions, xgboostParameters } from '../src/research/training/xgboost/xgboost-options.ts';
import { Random } from '../src/simulation/random.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const INPUTS = 30;
const OPTIONS: XgboostOptions = { task: 'binary', seed: 1, threads: 1, rounds: 100, leaves: 31 };
interface Sizes {
  readonly training: number;
  readonly asked: number;
  readonly calibrated: number;
}

export async function models({ quick, runs }: BenchOptions): Promise<readonly Figure[]> {
  const sizes: Sizes = quick
    ? { training: 2000, asked: 50, calibrated: 5000 }
    : { training: 100_000, asked: 2000, calibrated: 1_000_000 };
  const calibration = await isotonic(sizes.calibrated, runs);
  const path = xgboostPath();
  return path === undefined ? [calibration] : [calibration, ...(await beside(path, sizes, runs))];
}

async function isotonic(rows: number, runs: number): Promise<Figure> {
  const random = new Random(1);
  const x = Float64Array.from({ length: rows }, () => random.float());
  const outcome = x.map((p) => (random.chance(p) ? 1 : 0));
  const weight = new Float64Array(rows).fill(1);
  const seconds = await leastOf(runs, () => secondsOf(() => isotonicMap(x, outcome, weight)));
  const sorted = await leastOf(runs, () =>
    secondsOf(() => Uint32Array.from(x.keys()).sort((a, b) => x[a]! - x[b]! || a - b)),
  );
  const peer = { name: 'sorting its rows', value: sorted };
  return figure('models.isotonic', seconds, 's', { peer, note: `${rows} rows` });
}

async function beside(path: string, { training, asked }: Sizes, runs: number): Promise<readonly Figure[]> {
  const rows = seededRows(training);
  const library = xgboostLibrary(path);
  const flat = new Float32Array(training * INPUTS);
  for (const [j, column] of rows.columns.entries())
    for (let i = 0; i < training; i++) flat[i * INPUTS + j] = column[i]!;
  const matrix = library.matrix(flat, training, INPUTS);
  library.setFloats(matrix, 'label', Float32Array.from(rows.label));
  const few = library.matrix(flat.slice(0, asked * INPUTS), asked, INPUTS);
  let booster = 0n;
  const bare = await leastOf(runs, () =>
    secondsOf(() => {
      if (booster !== 0n) library.freeBooster(booster);
      booster = library.booster([matrix]);
      for (const [name, value] of xgboostParameters(OPTIONS, 1, 0.5)) library.set(booster, name, value);
      for (let round = 0; round < OPTIONS.rounds!; round++) library.update(booster, round, matrix);
    }),
  );
  const whole = await leastOf(runs, () => secondsOf(() => trainXgboost(rows, OPTIONS)));
  const { model, statistics } = fromXgboostJson(library.modelJson(booster), rows.inputs);
  const ours = await leastOf(runs, () => secondsOf(() => treeShap(model, statistics, rows.columns, asked)));
  const contributions = contributionsOf(path);
  const theirs = await leastOf(runs, () => secondsOf(() => contributions(booster, few)));
  library.freeBooster(booster);
  library.freeMatrix(matrix);
  library.freeMatrix(few);
  const note = `${training} x ${INPUTS}, 100 trees of 31 leaves, one thread`;
  return [
    figure('models.xgboost', whole, 's', {
      peer: { name: 'the bare library', value: bare },
      note: `${note}; losses told`,
    }),
    figure('models.shap', asked / ours, 'rows/s', {
      peer: { name: 'XGBoost contributions', value: asked / theirs },
      note: `${asked} rows, 100 trees of 31 leaves, one thread`,
    }),
  ];
}

function contributionsOf(path: string): (booster: bigint, matrix: bigint) => void {
  const predict = koffi
    .load(path)
    .func('int XGBoosterPredictFromDMatrix(void *b, void *m, const char *c, void *shape, void *dim, void *out)');
  const config = '{"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true}';
  return (booster, matrix) => {
    const [shape, dimensions, out] = [new BigUint64Array(1), new BigUint64Array(1), new BigUint64Array(1)];
    if (predict(booster, matrix, config, shape, dimensions, out) !== 0)
      throw new Error('XGBoost gave no contributions');
  };
}

function seededRows(rows: number): LabelledRows {
  const random = new Random(2);
  const columns = Array.from({ length: INPUTS }, () => Float32Array.from({ length: rows }, () => random.normal()));
  const label = Float64Array.from({ length: rows }, (_, i) => {
    const score = columns[0]![i]! + columns[1]![i]! * columns[2]![i]! + Math.sin(3 * columns[3]![i]!) + random.normal();
    return score > 0 ? 1 : 0;
  });
  return { rows, inputs: columns.map((_, j) => `x${j}`), columns, label };
}

function xgboostPath(): string | undefined {
  try {
    return findXgboost(undefined);
  } catch {
    return undefined;
  }
}
