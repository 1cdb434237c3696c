// What a model knew of an input in training, or what runs that served as its validation held, in; what live values are held against out.

import type { InputFacts } from '../../core/prediction/input-profile.ts';

/** A column of a sample: NaN where it was not ready. */
export interface DayColumn {
  readonly values: Float64Array;
  /** Place of the day, by row. */
  readonly day: ArrayLike<number>;
}

/** Values in groups: a group ends with the value `at` and holds what is above the one before it; one more holds the rest. */
export interface Cuts {
  /** Ascending, none twice. */
  readonly at: readonly number[];
  /** Share of the reference at or below it, 0..1. */
  readonly share: readonly number[];
}

export interface VariableReference {
  readonly mean: number;
  /** 0 for what never changed. */
  readonly deviation: number;
  /** 0.1 % and 99.9 % quantile. */
  readonly low: number;
  readonly high: number;
  /** Undefined where only mean, deviation and ends are known. */
  readonly cuts: Cuts | undefined;
  /** Sessions that it is of, or the rows themselves. */
  readonly sessions: number | DayColumn;
}

const GROUPS = 10;
const END = 0.001;

export function referenceOfFacts({ mean, deviation, low, high }: InputFacts, sessions: number): VariableReference {
  return { mean, deviation, low, high, cuts: undefined, sessions };
}

/** Undefined without a value. */
export function referenceOfColumn(column: DayColumn): VariableReference | undefined {
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return undefined;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = sorted[0] === sorted.at(-1) ? 0 : Math.sqrt(squares / sorted.length);
  const ends = { low: nearestRank(sorted, END), high: nearestRank(sorted, 1 - END) };
  return { mean, deviation, ...ends, cuts: cutsOf(sorted), sessions: column };
}

/** Tenths; values that stand often make fewer groups, with their true shares. */
function cutsOf(sorted: Float64Array): Cuts {
  const at: number[] = [];
  for (let group = 1; group < GROUPS; group += 1) {
    const value = nearestRank(sorted, group / GROUPS);
    if (value !== at.at(-1) && value !== sorted.at(-1)) at.push(value);
  }
  let row = 0;
  const share = at.map((value) => {
    while (sorted[row]! <= value) row += 1;
    return row / sorted.length;
  });
  return { at, share };
}

function nearestRank(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}
