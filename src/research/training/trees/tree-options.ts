// What a caller asks of boosted trees or a forest in; every setting with its default, checked, out.

import { UserError } from '../../../adapters/user-error.ts';
import type { ClassWeights } from '../class-weights.ts';
import type { TrainOptions } from '../trainer.ts';
import type { CustomObjective } from './custom-objective.ts';

interface GrowthOptions extends TrainOptions {
  /** Leaves of a tree, 2 to 4096; default 31, of a forest 256. The leaf whose split gains most is split first. */
  readonly leaves?: number | undefined;
  /** 0, the default, is no limit. */
  readonly maxDepth?: number | undefined;
  /** Least sum of hessians in a leaf; default 1, of a forest 0. */
  readonly minChildWeight?: number | undefined;
  /** Least number of rows in a leaf, from 1; default 20, of a forest 5. */
  readonly minRowsPerLeaf?: number | undefined;
  /** Default 0. */
  readonly l1?: number | undefined;
  /** Default 1, of a forest 0. */
  readonly l2?: number | undefined;
  /** What a split must gain in `G²/(H + l2)`; default 0. */
  readonly minGain?: number | undefined;
  /** Bins of a feature, 2 to 255 and one more for missing values; default 255. */
  readonly bins?: number | undefined;
  /** By input: 1 never falls, -1 never rises, 0 is free. */
  readonly monotone?: readonly (-1 | 0 | 1)[] | undefined;
  readonly classWeights?: ClassWeights | undefined;
}

export interface TreeOptions extends GrowthOptions {
  /** Default 100. */
  readonly rounds?: number | undefined;
  /** Above 0 up to 1; default 0.1. */
  readonly learningRate?: number | undefined;
  /** Share of the rows for a tree, above 0 up to 1; default 1. */
  readonly baggingFraction?: number | undefined;
  /** Rows are drawn anew every so many rounds; default 1. */
  readonly baggingEvery?: number | undefined;
  /** Share of the features for a tree, above 0 up to 1; default 1. */
  readonly featureFraction?: number | undefined;
  /**
   * Of a regression: `squared` (default), `absolute` (leaves are medians), `huber`. Or one of your own for any task: see
   * `CustomObjective`.
   */
  readonly objective?: 'squared' | 'absolute' | 'huber' | CustomObjective | undefined;
  /** Residuals beyond it count by their size only, in units of the label; default the 0.9 quantile of |label - median|. */
  readonly huberDelta?: number | undefined;
  /** Raw score before the first tree; found from the labels where absent (0 with an objective of your own). */
  readonly base?: number | undefined;
  /** Ends when the validation loss has not become better for so many rounds, and keeps the best. Needs `validation`. */
  readonly earlyStopping?: number | undefined;
}

export interface ForestOptions extends GrowthOptions {
  /** Default 200. */
  readonly trees?: number | undefined;
  /** Share of the features that each split may choose from; default the square root of their number, of a regression a third. */
  readonly featureFraction?: number | undefined;
}

/** Options of either kind, complete. */
export interface TreeSettings {
  readonly kind: 'trees' | 'forest';
  readonly rounds: number;
  readonly learningRate: number;
  readonly leaves: number;
  readonly maxDepth: number;
  readonly minChildWeight: number;
  readonly minRowsPerLeaf: number;
  readonly l1: number;
  readonly l2: number;
  readonly minGain: number;
  readonly bins: number;
  readonly monotone: readonly number[];
  readonly baggingFraction: number;
  readonly baggingEvery: number;
  readonly featureFraction: number;
  readonly objective: 'squared' | 'absolute' | 'huber' | CustomObjective;
  readonly huberDelta: number | undefined;
  readonly base: number | undefined;
  readonly earlyStopping: number | undefined;
}

const MAX_ROUNDS = 100_000;
const MAX_LEAVES = 4096;
const MAX_BINS = 255;

export function treeSettings(options: TreeOptions, inputs: number): TreeSettings {
  const { rounds = 100, learningRate = 0.1, featureFraction = 1, l2 = 1 } = options;
  const settings: TreeSettings = {
    kind: 'trees',
    ...{ rounds, learningRate, featureFraction, l2 },
    ...growth(options, inputs, 31, 20),
    baggingFraction: options.baggingFraction ?? 1,
    baggingEvery: options.baggingEvery ?? 1,
    objective: options.objective ?? 'squared',
    huberDelta: options.huberDelta,
    base: options.base,
    earlyStopping: options.earlyStopping,
  };
  checkSettings(settings, options, inputs);
  const { objective, task } = options;
  if (typeof objective === 'string' && task !== 'regression')
    throw bad('objective', objective, 'it for a regression only');
  if (objective === 'absolute' && settings.monotone.some((each) => each !== 0)) {
    throw bad('monotone', 'given with objective absolute', 'another objective: medians are not kept in order');
  }
  return settings;
}

export function forestSettings(options: ForestOptions, inputs: number): TreeSettings {
  const share = options.task === 'regression' ? 1 / 3 : Math.sqrt(inputs) / inputs;
  const settings: TreeSettings = {
    kind: 'forest',
    ...{ rounds: options.trees ?? 200, learningRate: 1, baggingFraction: 1, baggingEvery: 1, objective: 'squared' },
    ...{ l2: options.l2 ?? 0, huberDelta: undefined, base: undefined, earlyStopping: undefined },
    ...growth(options, inputs, 256, 5),
    minChildWeight: options.minChildWeight ?? 0,
    featureFraction: options.featureFraction ?? share,
  };
  checkSettings(settings, options, inputs);
  return settings;
}

function growth(options: GrowthOptions, inputs: number, leaves: number, rowsPerLeaf: number) {
  return {
    leaves: options.leaves ?? leaves,
    maxDepth: options.maxDepth ?? 0,
    minChildWeight: options.minChildWeight ?? 1,
    minRowsPerLeaf: options.minRowsPerLeaf ?? rowsPerLeaf,
    l1: options.l1 ?? 0,
    minGain: options.minGain ?? 0,
    bins: options.bins ?? MAX_BINS,
    monotone: options.monotone ?? new Array<number>(inputs).fill(0),
  };
}

function bad(field: string, value: unknown, allowed: string): UserError {
  return new UserError({ code: 'bad-option', message: `${field} is ${String(value)}`, field, fix: `Give ${allowed}` });
}

function checkSettings(settings: TreeSettings, options: TrainOptions, inputs: number): void {
  const whole = (field: string, value: number | undefined, low: number, high: number): void => {
    if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
    throw bad(field, value, `a whole number from ${low} to ${high}`);
  };
  whole(settings.kind === 'trees' ? 'rounds' : 'trees', settings.rounds, 1, MAX_ROUNDS);
  whole('leaves', settings.leaves, 2, MAX_LEAVES);
  whole('maxDepth', settings.maxDepth, 0, MAX_LEAVES);
  whole('minRowsPerLeaf', settings.minRowsPerLeaf, 1, 2 ** 31);
  whole('bins', settings.bins, 2, MAX_BINS);
  whole('baggingEvery', settings.baggingEvery, 1, MAX_ROUNDS);
  whole('earlyStopping', settings.earlyStopping, 1, MAX_ROUNDS);
  whole('threads', options.threads, 1, 256);
  whole('seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  for (const field of ['learningRate', 'baggingFraction', 'featureFraction'] as const) {
    const value = settings[field];
    if (!(value > 0 && value <= 1)) throw bad(field, value, 'a number above 0, up to 1');
  }
  for (const field of ['minChildWeight', 'l1', 'l2', 'minGain'] as const) {
    const value = settings[field];
    if (!(value >= 0 && value < 1e30)) throw bad(field, value, '0 or more');
  }
  if (settings.huberDelta !== undefined && !(settings.huberDelta > 0 && settings.huberDelta < 1e30)) {
    throw bad('huberDelta', settings.huberDelta, 'a number above 0');
  }
  if (settings.base !== undefined && !Number.isFinite(settings.base)) throw bad('base', settings.base, 'a number');
  if (settings.earlyStopping !== undefined && options.validation === undefined) {
    throw bad('earlyStopping', settings.earlyStopping, 'rows to stop by too: validation');
  }
  const { monotone } = settings;
  if (monotone.length !== inputs || monotone.some((each) => ![-1, 0, 1].includes(each))) {
    throw bad('monotone', `[${monotone.join(', ')}]`, `-1, 0 or 1 for each of the ${inputs} inputs`);
  }
}
