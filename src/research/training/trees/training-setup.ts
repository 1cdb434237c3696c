// Labelled rows and settings in; a team of threads whose memory holds the binned rows, labels, weights and first scores, out.

import { availableParallelism } from 'node:os';
import { Random } from '../../../simulation/random.ts';
import { type ClassWeights, rowWeights } from '../class-weights.ts';
import type { LabelledRows, Task, TrainOptions } from '../trainer.ts';
import { BIN_ARGUMENTS } from './bin-task.ts';
import { drawWithout } from './draw-rows.ts';
import { histogramBytes, SAMPLE_ROWS, sharedLayout, type TreeShape } from './shared-layout.ts';
import { startingScores } from './starting-scores.ts';
import { COMMANDS } from './thread-tasks.ts';
import { type ThreadTeam, threadTeam, trainingMemory } from './thread-team.ts';
import type { ForestOptions, TreeOptions, TreeSettings } from './tree-options.ts';

export interface TrainingSetup {
  readonly team: ThreadTeam;
  /** Raw scores before the first tree, by output. */
  readonly base: Float64Array;
  /** Rows to train on of a weight above 0, ascending. */
  readonly active: Uint32Array;
  /** Sums of the weights of the rows to train on and of those to validate by. */
  readonly trainWeight: number;
  readonly validationWeight: number;
}

/** Of all histograms that are kept. */
const HISTOGRAM_BYTES = 2 ** 28;
const LEAST_SLOTS = 3;
/** Below this many values threads take longer to start than they save. */
const WORTH_THREADS = 500_000;

export async function setUpTraining(
  rows: LabelledRows,
  outputs: number,
  options: TreeOptions | ForestOptions,
  settings: TreeSettings,
): Promise<TrainingSetup> {
  const { validation, classWeights, task } = options;
  const shape = shapeOf(rows, outputs, options, settings);
  const memory = trainingMemory(shape);
  const { label: labelAt, weight: weightAt } = sharedLayout(shape);
  const label = new Float64Array(memory.buffer, labelAt, shape.rows);
  const weights = new Float64Array(memory.buffer, weightAt, shape.rows);
  const weight = weights.subarray(0, rows.rows);
  label.set(rows.label);
  fillWeights(weight, rows, task, classWeights);
  if (validation !== undefined) {
    label.set(validation.label, rows.rows);
    fillWeights(weights.subarray(rows.rows), validation, task, classWeights);
  }
  const { base, objective } = startingScores(rows.label, weight, outputs, task, settings);
  const team = await threadTeam(memory, shape, objective);
  const { views } = team;
  for (let k = 0; k < outputs; k++) views.scores.fill(base[k]!, k * views.rows, (k + 1) * views.rows);
  const active = activeRows(weight);
  try {
    fillBins(team, rows, validation, active, isUneven(weight, active), options.seed, settings.bins);
  } catch (error) {
    await team.close();
    throw error;
  }
  return { team, base, active, trainWeight: sumOf(weight), validationWeight: sumOf(weights.subarray(rows.rows)) };
}

/** Rows that count alike need no list of weights beside the shared one. */
function fillWeights(out: Float64Array, rows: LabelledRows, task: Task, classWeights: ClassWeights | undefined): void {
  if (rows.weight === undefined && classWeights === undefined) out.fill(1);
  else out.set(rowWeights(rows, task, classWeights));
}

function shapeOf(rows: LabelledRows, outputs: number, options: TrainOptions, { leaves }: TreeSettings): TreeShape {
  const features = rows.inputs.length;
  const isWorth = rows.rows * features >= WORTH_THREADS;
  return {
    ...{ trainRows: rows.rows, rows: rows.rows + (options.validation?.rows ?? 0), features, outputs, leaves },
    threads: isWorth ? (options.threads ?? availableParallelism()) : 1,
    slots: Math.max(LEAST_SLOTS, Math.min(leaves + 1, Math.floor(HISTOGRAM_BYTES / histogramBytes(features)))),
  };
}

/** Column after column through shared memory: there is never a second copy of all. */
function fillBins(
  team: ThreadTeam,
  rows: LabelledRows,
  validation: LabelledRows | undefined,
  active: Uint32Array,
  isWeighted: boolean,
  seed: number,
  bins: number,
): void {
  const { layout, shape, edges, sample, arguments: argument } = team.views;
  const sampleRows = Math.min(active.length, SAMPLE_ROWS);
  const drawn = drawWithout(active.length, sampleRows, new Random(seed, 'bins'));
  for (let i = 0; i < sampleRows; i++) sample[i] = active[drawn[i]!]!;
  const columnBytes = Math.ceil((4 * shape.rows) / 64) * 64;
  argument[BIN_ARGUMENTS.bins] = bins;
  argument[BIN_ARGUMENTS.isWeighted] = Number(isWeighted);
  argument[BIN_ARGUMENTS.sampleRows] = sampleRows;
  for (let first = 0; first < shape.features; first += layout.columnPlaces) {
    const count = Math.min(layout.columnPlaces, shape.features - first);
    for (let place = 0; place < count; place++) {
      const column = new Float32Array(edges.buffer, layout.columns + place * columnBytes, shape.rows);
      column.set(rows.columns[first + place]!);
      if (validation !== undefined) column.set(validation.columns[first + place]!, rows.rows);
    }
    argument[BIN_ARGUMENTS.firstColumn] = first;
    team.run(COMMANDS.bin, count);
  }
}

/** Without a list of numbers between, which for millions of rows would be the largest thing in memory beside them. */
function activeRows(weight: Float64Array): Uint32Array {
  let count = 0;
  for (const own of weight) if (own > 0) count += 1;
  const active = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < weight.length; row++) if (weight[row]! > 0) active[at++] = row;
  return active;
}

function isUneven(weight: Float64Array, active: Uint32Array): boolean {
  const first = weight[active[0]!]!;
  return active.some((row) => weight[row] !== first);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
