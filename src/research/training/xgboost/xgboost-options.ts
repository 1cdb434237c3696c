// The options of kind `xgboost` in; the parameters as the library names them out.

import { UserError } from '../../../adapters/user-error.ts';
import type { ClassWeights } from '../class-weights.ts';
import type { TrainOptions } from '../trainer.ts';

/** Named as those of kind `trees`; what XGBoost calls them stands beside. */
export interface XgboostOptions extends TrainOptions {
  /** Default 100. */
  readonly rounds?: number | undefined;
  /** `eta`, above 0 up to 1; default 0.1. */
  readonly learningRate?: number | undefined;
  /** `max_leaves`, 2 or more; default 31. */
  readonly leaves?: number | undefined;
  /** `max_depth`; 0, the default, is no limit. */
  readonly maxDepth?: number | undefined;
  /** `min_child_weight`: least sum of hessians in a leaf; default 1. */
  readonly minChildWeight?: number | undefined;
  /** `alpha`; default 0. */
  readonly l1?: number | undefined;
  /** `lambda`; default 1. */
  readonly l2?: number | undefined;
  /** `gamma`; default 0. */
  readonly minGain?: number | undefined;
  /** `max_bin`, 2 to 65535; default 255. */
  readonly bins?: number | undefined;
  /** `subsample` of the rows for each tree, above 0 up to 1; default 1. */
  readonly baggingFraction?: number | undefined;
  /** `colsample_bytree`, above 0 up to 1; default 1. */
  readonly featureFraction?: number | undefined;
  /** `monotone_constraints` by input: 1 never falls, −1 never rises, 0 is free. */
  readonly monotone?: readonly (-1 | 0 | 1)[] | undefined;
  /** Ends when the validation loss has not become better for so many rounds, and keeps the best. Needs `validation`. */
  readonly earlyStopping?: number | undefined;
  readonly classWeights?: ClassWeights | undefined;
  /** Path of the library; found by itself where absent. */
  readonly library?: string | undefined;
}

const OBJECTIVES = { binary: 'binary:logistic', multiclass: 'multi:softprob', regression: 'reg:squarederror' } as const;
const MAX_BINS = 65_535;
const MAX_ROUNDS = 100_000;
/** The largest leaf count whose tree a heap of 32-bit node numbers can hold with room to spare. */
const MAX_LEAVES = 1 << 20;

function bad(field: string, value: unknown, allowed: string): UserError {
  return new UserError({ code: 'bad-option', message: `${field} is ${String(value)}`, field, fix: `Give ${allowed}` });
}

/** @throws UserError `bad-option` for the first one out of its range: the library itself is never asked for what it cannot do. */
export function checkXgboostOptions(options: XgboostOptions, inputs: number): void {
  const whole = (field: keyof XgboostOptions, low: number, high: number): void => {
    const value = options[field];
    if (value === undefined) return;
    if (!(Number.isInteger(value) && (value as number) >= low && (value as number) <= high)) {
      throw bad(field, value, `a whole number from ${low} to ${high}`);
    }
  };
  whole('rounds', 1, MAX_ROUNDS);
  whole('leaves', 2, MAX_LEAVES);
  whole('maxDepth', 0, 60);
  whole('bins', 2, MAX_BINS);
  whole('earlyStopping', 1, MAX_ROUNDS);
  whole('threads', 1, 1024);
  whole('seed', 0, 2 ** 31 - 1);
  for (const field of ['learningRate', 'baggingFraction', 'featureFraction'] as const) {
    const value = options[field];
    if (value !== undefined && !(value > 0 && value <= 1)) throw bad(field, value, 'a number above 0, up to 1');
  }
  for (const field of ['minChildWeight', 'l1', 'l2', 'minGain'] as const) {
    const value = options[field];
    if (value !== undefined && !(value >= 0 && value < 1e30)) throw bad(field, value, '0 or more');
  }
  if (options.earlyStopping !== undefined && options.validation === undefined) {
    throw bad('earlyStopping', options.earlyStopping, 'rows to stop by too: validation');
  }
  const { monotone } = options;
  if (monotone !== undefined && (monotone.length !== inputs || monotone.some((each) => ![-1, 0, 1].includes(each)))) {
    throw bad('monotone', `[${monotone.join(', ')}]`, `-1, 0 or 1 for each of the ${inputs} inputs`);
  }
}

/** By the library's names, in the order in which they are set. `base`: what it starts from, as the link makes it. */
export function xgboostParameters(
  options: XgboostOptions,
  outputs: number,
  base: number,
): readonly (readonly [string, string])[] {
  const { task, monotone } = options;
  const values: Record<string, string | number | undefined> = {
    verbosity: 0,
    booster: 'gbtree',
    objective: OBJECTIVES[task],
    num_class: task === 'multiclass' ? outputs : undefined,
    base_score: base,
    tree_method: 'hist',
    grow_policy: 'lossguide',
    max_leaves: options.leaves ?? 31,
    max_depth: options.maxDepth ?? 0,
    eta: options.learningRate ?? 0.1,
    min_child_weight: options.minChildWeight ?? 1,
    alpha: options.l1 ?? 0,
    lambda: options.l2 ?? 1,
    gamma: options.minGain ?? 0,
    max_bin: options.bins ?? 255,
    subsample: options.baggingFraction ?? 1,
    colsample_bytree: options.featureFraction ?? 1,
    monotone_constraints: monotone === undefined ? undefined : `(${monotone.join(',')})`,
    seed: options.seed,
    nthread: options.threads,
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
}
