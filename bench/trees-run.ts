// `node bench/trees-run.ts KIND ROWS INPUTS THREADS`: one training in a process of its own; its times, AUC and peak of memory, as JSON, out.

import { rawScores } from '../src/core/prediction/fitted/evaluate-fitted.ts';
import { train } from '../src/research/training/train.ts';
import type { LabelledRows } from '../src/research/training/trainer.ts';
import { findXgboost } from '../src/research/training/xgboost/find-xgboost.ts';
import { xgboostLibrary } from '../src/research/training/xgboost/xgboost-library.ts';
import { xgboostParameters } from '../src/research/training/xgboost/xgboost-options.ts';
import { Random } from '../src/simulation/random.ts';

export interface TreesRun {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** On rows that were not trained on. */
  readonly auc: number;
  readonly peakBytes: number;
}

export const ROUNDS = 100;
export const LEAVES = 31;
const TEST_SHARE = 0.1;

/** Normal, skewed and coarse inputs; 30 of them matter, weakly, as in markets: alone, one by the side of another, and by steps. */
function benchRows(rows: number, inputs: number, stream: string): LabelledRows {
  const random = new Random(1, stream);
  const columns = Array.from({ length: inputs }, (_, j) =>
    Float32Array.from({ length: rows }, () => {
      const value = random.normal();
      return j % 5 === 3 ? Math.exp(value) : j % 5 === 4 ? Math.round(4 * value) : value;
    }),
  );
  const at = (j: number, i: number): number => columns[j % inputs]![i]!;
  const label = Float64Array.from({ length: rows }, (_, i) => {
    let score = (at(31, i) > 0 ? 0.3 : -0.1) * at(30, i) + (at(32, i) > 0.5 ? 0.3 : -0.1) - 0.15 * Math.abs(at(35, i));
    for (let j = 0; j < 27; j++) if (j % 5 < 3) score += 0.08 * ((j % 3) - 1) * at(j, i);
    return Number(random.float() < 1 / (1 + Math.exp(-score)));
  });
  return { rows, inputs: columns.map((_, j) => `x${j}`), columns, label };
}

/** Area under the curve of (scores, labels 0 or 1); of equal scores half. */
function areaUnderCurve(scores: ArrayLike<number>, label: Float64Array): number {
  const places = Uint32Array.from(label, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let below = 0;
  let area = 0;
  for (let from = 0, to = 0; from < places.length; from = to) {
    let [ups, downs] = [0, 0];
    for (; to < places.length && scores[places[to]!] === scores[places[from]!]; to++) {
      if (label[places[to]!] === 1) ups += 1;
      else downs += 1;
    }
    area += ups * (below + downs / 2);
    below += downs;
  }
  return area / (below * (label.length - below));
}

interface Timed {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly scores: ArrayLike<number>;
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ result: T; seconds: number; cpuSeconds: number }> {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

async function own(rows: LabelledRows, test: LabelledRows, threads: number): Promise<Timed> {
  const options = { task: 'binary', seed: 1, rounds: ROUNDS, leaves: LEAVES, minRowsPerLeaf: 1, threads } as const;
  const { result, seconds, cpuSeconds } = await timed(() => train('trees', rows, options));
  return { seconds, cpuSeconds, scores: rawScores(result.model, test.columns, test.rows) };
}

/** From its matrix on: what it costs to bring columns into rows is not counted, nor any loss. */
async function xgboost(rows: LabelledRows, test: LabelledRows, threads: number): Promise<Timed> {
  const library = xgboostLibrary(findXgboost(undefined));
  const values = rowMajor(rows);
  const label = Float32Array.from(rows.label);
  const tested = library.matrix(rowMajor(test), test.rows, test.columns.length);
  const { result, seconds, cpuSeconds } = await timed(() => {
    const matrix = library.matrix(values, rows.rows, rows.columns.length);
    library.setFloats(matrix, 'label', label);
    const booster = library.booster([matrix]);
    const options = { task: 'binary', seed: 1, rounds: ROUNDS, leaves: LEAVES, threads } as const;
    for (const [name, value] of xgboostParameters(options, 1, 0.5)) library.set(booster, name, value);
    for (let round = 0; round < ROUNDS; round++) library.update(booster, round, matrix);
    return booster;
  });
  return { seconds, cpuSeconds, scores: library.margins(result, tested) };
}

function rowMajor({ rows, columns }: LabelledRows): Float32Array {
  const values = new Float32Array(rows * columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) values[i * columns.length + j] = column[i]!;
  });
  return values;
}

if (import.meta.main) {
  const [kind, ...sizes] = process.argv.slice(2);
  const [rows, inputs, threads] = sizes.map(Number) as [number, number, number];
  const test = benchRows(Math.round(rows * TEST_SHARE), inputs, 'test');
  const run = kind === 'xgboost' ? xgboost : own;
  const { seconds, cpuSeconds, scores } = await run(benchRows(rows, inputs, 'train'), test, threads);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const answer: TreesRun = { seconds, cpuSeconds, auc: areaUnderCurve(scores, test.label), peakBytes };
  process.stdout.write(JSON.stringify(answer));
}
