// A column of live days and its reference in; how its level, its ends and its whole distribution have moved, out.

import { dailyMeans } from './daily-figures.ts';
import { type DayShift, dayShift, type ShiftReference } from './day-shift.ts';
import type { Cuts, DayColumn, VariableReference } from './variable-reference.ts';

export interface VariableDrift {
  readonly rows: number;
  /** Of the mean, in deviations of the reference; in its own unit where that is 0. */
  readonly mean: DayShift | undefined;
  /** Of the share outside of the 0.1 % and 99.9 % quantiles of the reference. */
  readonly outside: DayShift | undefined;
  /**
   * Population stability index, Σ (a − e) ln(a ÷ e) over the groups (N. Siddiqi, "Credit Risk Scorecards", 2006), half a row added to each group. Undefined
   * where the reference has no groups.
   */
  readonly psi: number | undefined;
  /** What days that differ as these do give without any change. */
  readonly psiByChance: number | undefined;
  /** Largest distance of the cumulative shares at the ends of the groups (Kolmogorov and Smirnov), 0..1. */
  readonly ks: number | undefined;
  /** Of days as far from the reference as these, by any of the above, where nothing has changed; corrected for asking several times. */
  readonly probability: number | undefined;
}

const ENDS = 0.002;

export function variableDrift(column: DayColumn, reference: VariableReference): VariableDrift {
  const { mean, deviation, low, high, cuts } = reference;
  const scale = deviation > 0 ? deviation : 1;
  const rows = column.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const shareShift = (isIn: (value: number) => boolean, known: number): DayShift | undefined => {
    const figure = (value: number): number => Number(isIn(value));
    return dayShift(daily(column, figure), referenceFigure(reference, figure, known), (known * (1 - known)) / rows);
  };
  const standard = (value: number): number => (value - mean) / scale;
  const level = dayShift(daily(column, standard), referenceFigure(reference, standard, 0));
  const outside = shareShift((value) => value < low || value > high, ENDS);
  const shifts = cuts?.at.map((cut, place) => shareShift((value) => value <= cut, cuts.share[place]!)) ?? [];
  // fewer than expected at the ends is no fault
  const ends = outside !== undefined && outside.shift > 0 ? [outside] : [];
  const tests = [level, ...ends, ...shifts].flatMap((shift) => (shift === undefined ? [] : [shift.probability]));
  return {
    ...{ rows, mean: level, outside },
    ...(cuts === undefined || rows === 0 ? NO_GROUPS : groupDistances(column, cuts, rows)),
    probability: tests.length === 0 ? undefined : Math.min(1, tests.length * Math.min(...tests)),
  };
}

const NO_GROUPS = { psi: undefined, psiByChance: undefined, ks: undefined } as const;

function daily({ values, day }: DayColumn, figure: (value: number) => number): Float64Array {
  return dailyMeans(
    values.map((value) => (Number.isNaN(value) ? value : figure(value))),
    day,
  );
}

function referenceFigure(
  { sessions }: VariableReference,
  figure: (value: number) => number,
  known: number,
): ShiftReference {
  return typeof sessions === 'number' ? { mean: known, sessions } : daily(sessions, figure);
}

function groupDistances(column: DayColumn, { at, share }: Cuts, rows: number) {
  const groups = at.length + 1;
  const counts = new Float64Array(groups);
  for (const value of column.values) if (!Number.isNaN(value)) counts[groupOf(value, at)]! += 1;
  let [psi, byChance, ks, below] = [0, 0, 0, 0];
  for (let group = 0; group < groups; group += 1) {
    const expected = (share[group] ?? 1) - (share[group - 1] ?? 0);
    const actual = (counts[group]! + 0.5) / (rows + 0.5 * groups);
    psi += (actual - expected) * Math.log(actual / expected);
    byChance += varianceOfMean(daily(column, (value) => Number(groupOf(value, at) === group))) / expected;
    below += counts[group]! / rows;
    if (group < at.length) ks = Math.max(ks, Math.abs(below - share[group]!));
  }
  return { psi, psiByChance: byChance, ks };
}

function groupOf(value: number, at: readonly number[]): number {
  let group = 0;
  while (group < at.length && value > at[group]!) group += 1;
  return group;
}

/** Of independent days; 0 for a single one, which tells nothing of others. */
function varianceOfMean(days: Float64Array): number {
  if (days.length < 2) return 0;
  const mean = days.reduce((sum, value) => sum + value, 0) / days.length;
  return days.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (days.length - 1) / days.length;
}
