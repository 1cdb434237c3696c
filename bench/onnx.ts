// Fitted models of every kind in; time of a row through one session, five sessions and one merged graph, and of rows in columns, out.

import { Tensor } from 'onnxruntime-node';
import { exportOnnx } from '../src/adapters/onnx/export/export-onnx.ts';
import { OnnxBatch } from '../src/adapters/onnx/onnx-batch.ts';
import { openSession } from '../src/adapters/onnx/open-session.ts';
import { rawScores, scorerOf } from '../src/core/prediction/fitted/evaluate-fitted.ts';
import type { FittedModel, LinearFit, Tree, TreeModel } from '../src/core/prediction/fitted/fitted-model.ts';
import type { LiveModel } from '../src/core/prediction/fitted/live-model.ts';
import { exportModel } from '../src/research/training/export/export-model.ts';
import { Random } from '../src/simulation/random.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const INPUTS = 16;
const TREES = 100;
const LEAVES = 31;
const MEMBERS = 5;
const MICROSECONDS = 1e6;

interface Sizes {
  readonly calls: number;
  readonly rows: number;
}

export async function onnx({ quick, runs }: BenchOptions): Promise<readonly Figure[]> {
  const sizes: Sizes = quick ? { calls: 20, rows: 500 } : { calls: 5000, rows: 100_000 };
  const random = new Random(1, 'bench-onnx');
  const members = Array.from({ length: MEMBERS }, (_, at) => (at < 3 ? trees(random) : linear(random)));
  const note = `${INPUTS} inputs; trees: ${TREES} of ${LEAVES} leaves`;
  return [
    ...(await oneRow(members, sizes, runs, note)),
    await inColumns(trees(random), sizes, runs, note),
    await gate(members, sizes, note),
  ];
}

/** As a decision asks: one row, awaited. */
async function oneRow(
  members: readonly FittedModel[],
  { calls }: Sizes,
  runs: number,
  note: string,
): Promise<readonly Figure[]> {
  const files = members.map((model) => exportOnnx(live([model]), { metadata: {} }));
  const merged = exportOnnx(live(members), { metadata: {}, withScores: true });
  const one = await timeOf([files[0]!], calls, runs);
  const weights = await timeOf([files.at(-1)!], calls, runs);
  const five = await timeOf(files, calls, runs);
  const together = await timeOf([merged], calls, runs);
  const scorer = scorerOf(members[0]!);
  const [row, out] = [rowOf(0), new Float64Array(1)];
  const plain = await leastOf(runs, () =>
    secondsOf(() => {
      for (let i = 0; i < calls; i++) scorer.scoreRow(row, out);
    }),
  );
  const us = (seconds: number): number => (seconds / calls) * MICROSECONDS;
  return [
    figure('onnx.one-session.trees', us(one), 'µs', { peer: { name: 'plain evaluation', value: us(plain) }, note }),
    figure('onnx.one-session.linear', us(weights), 'µs', { note }),
    figure('onnx.five-sessions', us(five), 'µs', {
      peer: { name: 'one session', value: us(one) },
      note: 'three of trees, two linear',
    }),
    figure('onnx.merged-graph', us(together), 'µs', {
      peer: { name: 'five sessions', value: us(five) },
      note: 'the same five in one graph, with the scores of each',
    }),
  ];
}

/** Sessions are opened once and asked at the same time. */
async function timeOf(files: readonly Uint8Array[], calls: number, runs: number): Promise<number> {
  const sessions = await Promise.all(files.map((bytes) => openSession(bytes, 'bench.onnx')));
  const features = new Tensor('float32', rowOf(1), [1, INPUTS]);
  const seconds = await leastOf(runs, () =>
    secondsOf(async () => {
      for (let i = 0; i < calls; i++) {
        (features.data as Float32Array)[i % INPUTS] = i;
        await Promise.all(sessions.map((session) => session.run({ features })));
      }
    }),
  );
  await Promise.all(sessions.map((session) => session.release()));
  return seconds;
}

/** As research evaluates: many rows in columns, on one thread. */
async function inColumns(model: TreeModel, { rows }: Sizes, runs: number, note: string): Promise<Figure> {
  const columns = columnsOf(new Random(2, 'rows'), rows);
  const batch = await OnnxBatch.open(exportOnnx(live([model]), { metadata: {} }), 'bench.onnx');
  const plain = await leastOf(runs, () => secondsOf(() => rawScores(model, columns, rows)));
  const runtime = await leastOf(runs, () => secondsOf(() => batch.run(columns, rows, ['probabilities'])));
  await batch.close();
  return figure('onnx.columns.trees', rows / plain, 'rows/s', {
    peer: { name: 'the ONNX runtime', value: rows / runtime },
    note,
  });
}

/** The whole export of a model of five files, with its proof. */
async function gate(members: readonly FittedModel[], { rows }: Sizes, note: string): Promise<Figure> {
  const limits = { regimeConfidence: 0.5, probability: 0.4, direction: 0.3, magnitude: 0.0002, confidence: 0.6 };
  const thresholds = { fitted: { trend_up: limits, trend_down: limits, range: limits } };
  const days = { from: '2027-03-01', to: '2027-03-31' };
  const facts = { schemaHash: '', training: days, datasets: [], code: { version: '0' }, seed: 1 } as const;
  const training = { rows: 1000, columns: columnsOf(new Random(3, 'training'), 1000) };
  const files = members.map((model, at) => ({
    ...{ name: `member-${at}`, live: live([model]), weight: 1 },
    regimes: ['trend_up', 'trend_down', 'range'] as const,
  }));
  // time of the processor: it is seconds of work, in which others would be measured too
  const before = process.cpuUsage();
  await exportModel({ files, thresholds, training, facts: { ...facts, provenance: 'synthetic' }, parityRows: rows });
  const { user, system } = process.cpuUsage(before);
  return figure('onnx.export-gate', (user + system) / MICROSECONDS, 's', {
    note: `time of the processor; ${MEMBERS} files, ${rows} rows each; ${note}`,
  });
}

function live(models: readonly FittedModel[]): LiveModel {
  return { role: 'direction', inputs: models[0]!.inputs, members: models.map((model) => ({ model, weight: 1 })) };
}

const inputs = Array.from({ length: INPUTS }, (_, at) => `input_${at}`);

function trees(random: Random): TreeModel {
  return {
    ...{ kind: 'trees', inputs, link: 'sigmoid', outputs: 1, base: Float64Array.of(0.1) },
    trees: Array.from({ length: TREES }, () => tree(random)),
  };
}

/** Grown leaf by leaf, at any leaf. */
function tree(random: Random): Tree {
  const nodes = LEAVES - 1;
  const [left, right] = [new Int32Array(nodes).fill(-1), new Int32Array(nodes).fill(-1)];
  const ends: (readonly [number, Int32Array])[] = [];
  for (let node = 0; node < nodes; node++) {
    if (node > 0) {
      const [[parent, side]] = ends.splice(random.integer(ends.length), 1) as [readonly [number, Int32Array]];
      side[parent] = node;
    }
    ends.push([node, left], [node, right]);
  }
  for (const [leaf, [parent, side]] of ends.entries()) side[parent] = ~leaf;
  return {
    ...{ output: 0, left, right, missingLeft: new Uint8Array(nodes) },
    feature: Int32Array.from({ length: nodes }, () => random.integer(INPUTS)),
    threshold: Float64Array.from({ length: nodes }, () => Math.fround(random.normal())),
    values: Float64Array.from({ length: LEAVES }, () => random.normal() * 0.05),
  };
}

function linear(random: Random): LinearFit {
  const numbers = (length: number) => Float64Array.from({ length }, () => random.normal());
  return {
    ...{ kind: 'linear', inputs, link: 'sigmoid', outputs: 1, means: numbers(INPUTS) },
    ...{ scales: new Float64Array(INPUTS).fill(2), weights: numbers(INPUTS), bias: numbers(1) },
  };
}

function rowOf(seed: number): Float32Array {
  const random = new Random(seed, 'row');
  return Float32Array.from({ length: INPUTS }, () => random.normal());
}

function columnsOf(random: Random, rows: number): readonly Float32Array[] {
  return inputs.map(() => Float32Array.from({ length: rows }, () => random.normal()));
}
