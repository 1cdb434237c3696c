// Scores in shared memory in; gradients and hessians there, as whole numbers, with their scales and the loss out.

import { UserError } from '../../../adapters/user-error.ts';
import { type CustomObjective, checkDerivatives } from './custom-objective.ts';
import { LOSS_ARGUMENTS, QUANTISE_ARGUMENTS } from './row-tasks.ts';
import { ROW_BLOCK, rowBlocks } from './shared-layout.ts';
import { COMMANDS } from './thread-tasks.ts';
import type { ThreadViews } from './thread-views.ts';
import type { TrainingSetup } from './training-setup.ts';
import type { PairScales } from './tree-grower.ts';

export interface Derivatives {
  /** Mean over the rows to train on. */
  readonly loss: number;
  /** By output. */
  readonly scales: readonly PairScales[];
}

/** A sum of so many bits is exact in a double, with one bit to spare for the rounding of each row. */
const SUM_BITS = 51;
/** Of the 63 bits beside the sign, what the count leaves of the second number. */
const PAIR_BITS = 61;
const MOST_EXPONENT = 900;

/** @throws UserError `training-rows`, `bad-objective` */
export function derive(setup: TrainingSetup, custom: CustomObjective | undefined): Derivatives {
  const { team, active, trainWeight } = setup;
  const { views } = team;
  const { outputs, trainRows } = views;
  const blocks = rowBlocks(trainRows);
  let loss = custom === undefined ? 0 : deriveCustom(views, custom);
  if (custom === undefined) team.run(COMMANDS.derive, blocks);
  const sums = new Float64Array(2 * outputs);
  // in the order of the blocks, whichever thread did them
  for (let block = 0; block < blocks && custom === undefined; block++) {
    const at = block * (2 * outputs + 1);
    for (let k = 0; k < 2 * outputs; k++) sums[k] = sums[k]! + views.partials[at + k]!;
    loss += views.partials[at + 2 * outputs]! / trainWeight;
  }
  if (custom !== undefined) sumAll(views, sums);
  if (!sums.every(Number.isFinite)) throw tooLarge();
  const countBits = Math.ceil(Math.log2(active.length + 1));
  const scales = Array.from({ length: outputs }, (_, k) => ({
    gradient: scaleOf(sums[2 * k]!, SUM_BITS),
    hessian: scaleOf(sums[2 * k + 1]!, Math.min(SUM_BITS, PAIR_BITS - countBits)),
    countBits,
  }));
  scales.forEach((scale, k) => {
    quantise(setup, k, scale);
  });
  return { loss, scales };
}

function tooLarge(): UserError {
  return new UserError({
    code: 'training-rows',
    message: 'The labels or weights are so large that their sum is no number',
    field: 'label',
    fix: 'Give them in other units',
  });
}

/** A power of two, so that a number of few bits stays exact: the sum of all comes below 2^bits. */
function scaleOf(sum: number, bits: number): number {
  if (sum === 0) return 1;
  const exponent = bits - Math.ceil(Math.log2(sum)) - 1;
  return 2 ** Math.max(-MOST_EXPONENT, Math.min(MOST_EXPONENT, exponent));
}

function quantise({ team }: TrainingSetup, output: number, scales: PairScales): void {
  const { arguments: argument, trainRows } = team.views;
  const at = QUANTISE_ARGUMENTS;
  argument[at.pairs] = pairsOf(team.views, output);
  argument[at.gradientScale] = scales.gradient;
  argument[at.hessianScale] = scales.hessian;
  argument[at.countBits] = scales.countBits;
  team.run(COMMANDS.quantise, rowBlocks(trainRows));
}

/** Address of an output's pairs. */
export function pairsOf({ layout, trainRows }: ThreadViews, output: number): number {
  return layout.pairs + 16 * trainRows * output;
}

function deriveCustom(views: ThreadViews, custom: CustomObjective): number {
  const { outputs, trainRows, pairs } = views;
  const rows = objectiveRows(views, 0, trainRows);
  const gradient = new Float64Array(outputs * trainRows);
  const hessian = new Float64Array(outputs * trainRows);
  custom.derivatives(rows, gradient, hessian);
  checkDerivatives(gradient, hessian, trainRows);
  for (let i = 0; i < gradient.length; i++) {
    pairs[2 * i] = gradient[i]!;
    pairs[2 * i + 1] = hessian[i]!;
  }
  return custom.loss(rows);
}

function sumAll({ pairs, outputs, trainRows }: ThreadViews, sums: Float64Array): void {
  for (let k = 0; k < outputs; k++) {
    for (let i = k * trainRows; i < (k + 1) * trainRows; i++) {
      sums[2 * k] = sums[2 * k]! + Math.abs(pairs[2 * i]!);
      sums[2 * k + 1] = sums[2 * k + 1]! + pairs[2 * i + 1]!;
    }
  }
}

/** Mean loss of the rows to validate by. */
export function validationLoss(setup: TrainingSetup, custom: CustomObjective | undefined): number {
  const { views } = setup.team;
  const { trainRows, rows, partials } = views;
  if (custom !== undefined) return custom.loss(objectiveRows(views, trainRows, rows));
  views.arguments[LOSS_ARGUMENTS.firstRow] = trainRows;
  const blocks = Math.ceil((rows - trainRows) / ROW_BLOCK);
  setup.team.run(COMMANDS.loss, blocks);
  let loss = 0;
  for (let block = 0; block < blocks; block++) loss += partials[block]!;
  return loss / setup.validationWeight;
}

/** Copies: what a user's function does to them harms nothing. */
function objectiveRows({ scores, label, weight, rows, outputs }: ThreadViews, from: number, to: number) {
  const own = new Float64Array(outputs * (to - from));
  for (let k = 0; k < outputs; k++) own.set(scores.subarray(k * rows + from, k * rows + to), k * (to - from));
  return { scores: own, label: label.slice(from, to), weight: weight.slice(from, to), rows: to - from, outputs };
}
