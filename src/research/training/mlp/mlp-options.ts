// The options of kind `mlp` in; every setting with its default, in its range, out.

import { UserError } from '../../../adapters/user-error.ts';
import type { ClassWeights } from '../class-weights.ts';
import type { TrainOptions } from '../trainer.ts';

export interface MlpOptions extends TrainOptions {
  /** Units of each hidden layer, 1 to 3 layers of 1 to 1024; default one of 32. */
  readonly hidden?: readonly number[] | undefined;
  /** Default `relu`. */
  readonly activation?: 'relu' | 'tanh' | undefined;
  /** Of Adam; default 0.001. */
  readonly learningRate?: number | undefined;
  /** Rows of a step; default 256. */
  readonly batch?: number | undefined;
  /** Passes over all rows, at most; default 50. */
  readonly passes?: number | undefined;
  /** Adds l2/2 |W|² to the loss, without intercepts; default 0.0001. */
  readonly l2?: number | undefined;
  /** Ends when the validation loss has not become better for so many passes, and keeps the best; default 5 where there is `validation`. */
  readonly earlyStopping?: number | undefined;
  readonly classWeights?: ClassWeights | undefined;
}

export interface MlpSettings {
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'tanh';
  readonly learningRate: number;
  readonly batch: number;
  readonly passes: number;
  readonly l2: number;
  readonly earlyStopping: number;
}

const MAX_LAYERS = 3;
const MAX_UNITS = 1024;

function bad(field: string, value: unknown, allowed: string): UserError {
  return new UserError({ code: 'bad-option', message: `${field} is ${String(value)}`, field, fix: `Give ${allowed}` });
}

/** @throws UserError `bad-option` */
export function mlpSettings(options: MlpOptions): MlpSettings {
  const { hidden = [32], activation = 'relu', learningRate = 0.001, batch = 256, passes = 50, l2 = 1e-4 } = options;
  const { earlyStopping = 5, seed, validation } = options;
  const isWhole = (value: number, high: number): boolean => Number.isInteger(value) && value >= 1 && value <= high;
  if (!isWhole(hidden.length, MAX_LAYERS) || !hidden.every((units) => isWhole(units, MAX_UNITS))) {
    throw bad('hidden', `[${hidden.join(', ')}]`, `1 to ${MAX_LAYERS} layers of 1 to ${MAX_UNITS} units`);
  }
  if (activation !== 'relu' && activation !== 'tanh') throw bad('activation', activation, 'relu or tanh');
  if (!(learningRate > 0 && learningRate <= 1)) throw bad('learningRate', learningRate, 'a number above 0, up to 1');
  if (!(l2 >= 0 && l2 < 1e30)) throw bad('l2', l2, '0 or more');
  for (const [field, value, high] of [
    ['batch', batch, 1_000_000],
    ['passes', passes, 1_000_000],
    ['earlyStopping', earlyStopping, 1_000_000],
  ] as const) {
    if (!isWhole(value, high)) throw bad(field, value, `a whole number from 1 to ${high}`);
  }
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw bad('seed', seed, 'a whole number from 0 on');
  if (options.earlyStopping !== undefined && validation === undefined) {
    throw bad('earlyStopping', earlyStopping, 'rows to stop by too: validation');
  }
  return { hidden, activation, learningRate, batch, passes, l2, earlyStopping };
}
