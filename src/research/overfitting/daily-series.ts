// Takes results by day from outside; gives them as finite numbers in a typed array, or an error that names the place.

import { UserError } from '../../adapters/user-error.ts';

/** A copy as Float64Array. UserError `bad-days`: fewer than `least` days, or a value that is not a finite number. */
export function dailySeries(name: string, values: ArrayLike<number>, least = 2): Float64Array {
  if (values.length < least) {
    throw new UserError({
      code: 'bad-days',
      message: `${name} has ${values.length} days, and at least ${least} are needed`,
      fix: 'Give one net result for each day of the period, 0 for a day without a trade.',
      field: name,
    });
  }
  const days = Float64Array.from(values);
  const bad = days.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return days;
  throw new UserError({
    code: 'bad-days',
    message: `${name} has ${days[bad]} on day ${bad + 1}, which is no number`,
    fix: 'Give 0 for a day without a trade, and leave out days that are not known from all series.',
    field: name,
  });
}

/** The series of several trials over the same days. UserError `bad-days`, also where their lengths differ. */
export function trialSeries(trials: readonly ArrayLike<number>[]): readonly Float64Array[] {
  const series = trials.map((trial, place) => dailySeries(`trial ${place + 1}`, trial));
  const days = series[0]?.length ?? 0;
  const other = series.findIndex((trial) => trial.length !== days);
  if (other < 0) return series;
  throw new UserError({
    code: 'bad-days',
    message: `trial ${other + 1} has ${series[other]!.length} days and trial 1 has ${days}`,
    fix: 'Give all trials over the same days, in the same order.',
    field: `trial ${other + 1}`,
  });
}
