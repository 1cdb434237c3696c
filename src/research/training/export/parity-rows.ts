// Live models and rows they were trained on in; many rows that reach every threshold, its neighbours, and far beyond the training, out.

import type { LiveModel } from '../../../core/prediction/fitted/live-model.ts';
import { Random } from '../../../simulation/random.ts';
import { float32Beside } from './float32-neighbours.ts';

/** Rows in columns, in the order of the models' inputs. */
export interface InputRows {
  readonly rows: number;
  readonly columns: readonly Float32Array[];
}

/** Shares of the rows that are not there for the thresholds alone. */
const TRAINING_SHARE = 0.4;
const MIXED_SHARE = 0.3;
/** Of the columns of a mixed row that stand on a threshold. */
const EDGE_SHARE = 0.3;
const MISSING_SHARE = 0.05;
/** Ranges are widened by this share of themselves on either side, and now and then by far more. */
const WIDER = 0.5;
const FAR = 1000;
const FAR_SHARE = 0.1;

/**
 * At least `rows` rows, more where the thresholds need them, always the same for a seed: first every threshold of every tree and its
 * two float32 neighbours (all inputs at once), then training rows as they are, training rows with some inputs on thresholds, and
 * random ones within and beyond the ranges of training. Missing values only where everything that reads the input takes them.
 * `training` needs a row, and `models` must have the same inputs.
 */
export function parityRows(models: readonly LiveModel[], training: InputRows, rows: number, seed: number): InputRows {
  const random = new Random(seed, 'parity-rows');
  const edges = edgesOf(models);
  const canMiss = missingAllowed(models);
  const edgeRows = edges.reduce((most, values) => Math.max(most, values.length), 0);
  const total = Math.max(rows, edgeRows);
  const asTrained = edgeRows + Math.floor((total - edgeRows) * TRAINING_SHARE);
  const mixed = asTrained + Math.floor((total - edgeRows) * MIXED_SHARE);
  const columns = training.columns.map(() => new Float32Array(total));
  const ranges = training.columns.map((column) => rangeOf(column, training.rows));
  for (let row = 0; row < total; row++) {
    const like = random.integer(training.rows);
    for (const [j, column] of columns.entries()) {
      const values = edges[j]!;
      const trained = training.columns[j]![like]!;
      if (row < edgeRows) column[row] = values.length > 0 ? values[row % values.length]! : trained;
      else if (row < asTrained) column[row] = trained;
      else if (row < mixed) {
        column[row] = values.length > 0 && random.chance(EDGE_SHARE) ? values[random.integer(values.length)]! : trained;
      } else column[row] = beyond(random, ranges[j]!);
      if (row >= asTrained && canMiss[j]! && random.chance(MISSING_SHARE)) column[row] = Number.NaN;
    }
  }
  return { rows: total, columns };
}

/** By input: every threshold with its neighbours, ascending. */
function edgesOf(models: readonly LiveModel[]): readonly Float32Array[] {
  const inputs = models[0]!.inputs;
  const values = inputs.map(() => new Set<number>());
  for (const { model } of models.flatMap(({ members }) => members)) {
    if (model.kind !== 'trees') continue;
    const places = model.inputs.map((id) => inputs.indexOf(id));
    for (const { feature, threshold } of model.trees) {
      for (const [node, column] of feature.entries()) {
        const at = threshold[node]!;
        const set = values[places[column]!]!;
        if (Number.isFinite(at)) set.add(float32Beside(at, -1)).add(at).add(float32Beside(at, 1));
      }
    }
  }
  return values.map((set) => Float32Array.from(set).filter(Number.isFinite).sort());
}

/** By input: whether only trees read it. */
function missingAllowed(models: readonly LiveModel[]): readonly boolean[] {
  const refusing = new Set<string>();
  for (const { model } of models.flatMap(({ members }) => members)) {
    if (model.kind !== 'trees') for (const id of model.inputs) refusing.add(id);
  }
  return models[0]!.inputs.map((id) => !refusing.has(id));
}

function rangeOf(column: Float32Array, rows: number): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    // a missing value fails both
    if (column[row]! < low) low = column[row]!;
    if (column[row]! > high) high = column[row]!;
  }
  return low <= high ? [low, high] : [0, 0];
}

function beyond(random: Random, [low, high]: readonly [number, number]): number {
  const width = high - low;
  const margin = width * (random.chance(FAR_SHARE) ? FAR : WIDER);
  return low - margin + random.float() * (width + 2 * margin);
}
