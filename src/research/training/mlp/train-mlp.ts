// Labelled rows and options in; a small network that was trained by minibatches out.

import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../../adapters/user-error.ts';
import { rawScores } from '../../../core/prediction/fitted/evaluate-fitted.ts';
import type { Link, MlpFit } from '../../../core/prediction/fitted/fitted-model.ts';
import { Random } from '../../../simulation/random.ts';
import { checkRows } from '../check-rows.ts';
import { rowWeights } from '../class-weights.ts';
import { standardisedColumns } from '../linear/standardised-columns.ts';
import { scoreLoss } from '../score-loss.ts';
import type { LabelledRows, TrainedModel } from '../trainer.ts';
import { Adam } from './adam.ts';
import { type MlpOptions, type MlpSettings, mlpSettings } from './mlp-options.ts';
import { Network } from './network.ts';
import { scoreSlopes } from './score-slopes.ts';

export interface TrainedMlp extends TrainedModel {
  readonly model: MlpFit;
}

const LINKS: Readonly<Record<MlpOptions['task'], Link>> = {
  binary: 'sigmoid',
  multiclass: 'softmax',
  regression: 'identity',
};

/** What the network sees: standardised inputs and, in a regression, a standardised label. */
interface Lesson {
  readonly z: Float64Array;
  readonly label: Float64Array;
  /** Mean 1. */
  readonly weights: Float64Array;
  readonly width: number;
  readonly rows: number;
}

/**
 * Adam on shuffled minibatches of Σ w·loss / Σ w + l2/2 |W|² over standardised inputs. Everything drawn comes from the seed, on one thread:
 * the same rows and options give the same bits. `trainingLoss` is by pass the mean over its batches, without l2, in a regression of the
 * label over its deviation; `validationLoss` is by pass that of the label as it is. @throws UserError `training-rows`, `bad-option`,
 * `not-trained`
 */
export async function trainMlp(rows: LabelledRows, options: MlpOptions): Promise<TrainedMlp> {
  const settings = mlpSettings(options);
  const { task, validation, classWeights, onProgress, signal } = options;
  const outputs = checkRows(rows, { task, classes: options.classes, missing: 'refused' });
  if (validation !== undefined) {
    checkRows(validation, { task, classes: outputs > 1 ? outputs : undefined, missing: 'refused', present: 'any' });
  }
  const tested = validation && { rows: validation, weights: rowWeights(validation, task, classWeights) };
  const standardised = standardisedColumns(rows, rowWeights(rows, task, classWeights));
  if (standardised.columns.length === 0) throw notTrained('no input varies', 'Give inputs that vary');
  const { mean, scale } = task === 'regression' ? momentsOf(rows, standardised) : { mean: 0, scale: 1 };
  const lesson: Lesson = {
    ...{ z: standardised.z, width: standardised.columns.length, rows: standardised.rows.length },
    label: Float64Array.from(standardised.rows, (row) => (rows.label[row]! - mean) / scale),
    weights: standardised.weights.map((weight) => (weight * standardised.rows.length) / standardised.totalWeight),
  };
  const random = new Random(options.seed, 'mlp');
  const network = new Network([lesson.width, ...settings.hidden, outputs], settings.activation, settings.batch, random);
  const current = () => modelOf(rows, standardised, network, task, mean, scale);
  const pass = passOf(network, lesson, task, settings, random);
  let best = current();
  let lowest = Number.POSITIVE_INFINITY;
  let bestPass = 0;
  const [losses, validationLosses]: [number[], number[]] = [[], []];
  let ended: TrainedModel['ended'] = 'done';
  for (let done = 1; done <= settings.passes; done++) {
    const loss = pass();
    if (!Number.isFinite(loss)) throw notTrained('the loss grew beyond all numbers', 'Give a smaller learningRate');
    losses.push(loss);
    const model = current();
    const validationLoss = tested && lossOf(model, tested.rows, tested.weights, task);
    if (validationLoss !== undefined) validationLosses.push(validationLoss);
    if (validationLoss === undefined || validationLoss < lowest) {
      lowest = validationLoss ?? lowest;
      best = model;
      bestPass = done;
    }
    onProgress?.({ done, total: settings.passes, loss, validationLoss });
    if (tested !== undefined && done - bestPass >= settings.earlyStopping) ended = 'early';
    else if (signal?.aborted === true && done < settings.passes) ended = 'interrupted';
    if (ended !== 'done') break;
    await setImmediate();
  }
  const [trainingLoss, validationLoss] = [Float64Array.from(losses), Float64Array.from(validationLosses)];
  return { model: best, ended, trainingLoss, validationLoss };
}

/** One pass over all rows in an order of its own; gives their mean loss, each batch before its step. */
function passOf(
  network: Network,
  lesson: Lesson,
  task: MlpOptions['task'],
  settings: MlpSettings,
  random: Random,
): () => number {
  const { batch, l2 } = settings;
  const { width, rows } = lesson;
  const { parameters, gradient, isWeight, outputs } = network;
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const [z, label, weights] = [batch * width, batch, batch].map((length) => new Float64Array(length)) as [
    ...[Float64Array, Float64Array, Float64Array],
  ];
  const slope = new Float64Array(batch * outputs);
  const adam = new Adam(parameters.length, settings.learningRate);
  return () => {
    shuffle(order, random);
    let loss = 0;
    for (let start = 0; start < rows; start += batch) {
      const count = Math.min(batch, rows - start);
      let total = 0;
      for (let i = 0; i < count; i++) {
        const row = order[start + i]!;
        for (let j = 0; j < width; j++) z[i * width + j] = lesson.z[row * width + j]!;
        label[i] = lesson.label[row]!;
        weights[i] = lesson.weights[row]! / count;
        total += lesson.weights[row]!;
      }
      const scores = network.scores(z, count);
      loss += total * scoreLoss(task, scores, outputs, label.subarray(0, count), weights);
      scoreSlopes(task, scores, outputs, label, weights, count, slope);
      for (let i = 0; i < gradient.length; i++) gradient[i] = isWeight[i] === 1 ? l2 * parameters[i]! : 0;
      network.addGradient(z, count, slope);
      adam.step(parameters, gradient);
    }
    return loss / rows;
  };
}

/** Fisher and Yates. */
function shuffle(order: Uint32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
}

function momentsOf({ label }: LabelledRows, { rows, weights, totalWeight }: ReturnType<typeof standardisedColumns>) {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < rows.length; i++) sum += weights[i]! * label[rows[i]!]!;
  const mean = sum / totalWeight;
  for (let i = 0; i < rows.length; i++) squares += weights[i]! * (label[rows[i]!]! - mean) ** 2;
  const scale = Math.sqrt(squares / totalWeight);
  if (!(scale > 0)) throw notTrained('the label does not vary', 'Give labels that vary');
  return { mean, scale };
}

/** Inputs that do not vary get weights of 0; the label's mean and deviation go into the last layer. */
function modelOf(
  { inputs }: LabelledRows,
  { columns, means, scales }: ReturnType<typeof standardisedColumns>,
  network: Network,
  task: MlpOptions['task'],
  mean: number,
  scale: number,
): MlpFit {
  const layers = network.layers();
  const first = layers[0]!;
  const units = first.bias.length;
  const weights = new Float64Array(inputs.length * units);
  for (const [at, j] of columns.entries()) weights.set(first.weights.subarray(at * units, (at + 1) * units), j * units);
  layers[0] = { ...first, weights };
  if (task === 'regression') {
    const last = layers.at(-1)!;
    const bias = last.bias.map((value) => value * scale + mean);
    layers[layers.length - 1] = { ...last, weights: last.weights.map((value) => value * scale), bias };
  }
  return { kind: 'mlp', inputs, link: LINKS[task], outputs: network.outputs, means, scales, layers };
}

function lossOf(model: MlpFit, rows: LabelledRows, weights: Float64Array, task: MlpOptions['task']): number {
  return scoreLoss(task, rawScores(model, rows.columns, rows.rows), model.outputs, rows.label, weights);
}

function notTrained(reason: string, fix: string): UserError {
  return new UserError({ code: 'not-trained', message: `Not trained: ${reason}`, fix });
}
