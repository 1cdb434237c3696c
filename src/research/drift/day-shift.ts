// One figure of each day in, and that of training or of the days of a reference; how far they are apart and how sure that is, out.

import { studentQuantile, studentTail } from './student-t.ts';

/** What live days are held against: a figure of training over so many sessions, or the figures of reference days themselves. */
export type ShiftReference = { readonly mean: number; readonly sessions: number } | Float64Array;

export interface DayShift {
  readonly days: number;
  /** Mean of the days, and what it is held against. */
  readonly mean: number;
  readonly reference: number;
  /** `mean − reference`, with its interval of 95 %. */
  readonly shift: number;
  readonly low: number;
  readonly high: number;
  /** Of days as far apart as these or further where nothing has changed, 0..1; 1 where no day differs from another and from the reference. */
  readonly probability: number;
}

const OUTSIDE = 0.05;
/** More than this is no estimate any more with some weeks of days. */
const MOST_CORRELATION = 0.8;

/**
 * Days, not decisions, are what is independent: those of one day say nearly the same. Where days follow from each other (volatility does) their variance
 * counts (1 + ρ) ÷ (1 − ρ) times, ρ the correlation of neighbours where it is above 0. Welch's t test (B. Welch, Biometrika 34, 1947). Undefined below two
 * days on either side.
 * @param leastVariance of the mean of the live days: what even equal days may differ by, such as a share that is seen on few rows
 */
export function dayShift(daily: Float64Array, against: ShiftReference, leastVariance = 0): DayShift | undefined {
  if (daily.length < 2) return undefined;
  const live = moments(daily);
  const known = against instanceof Float64Array ? (against.length < 2 ? undefined : moments(against)) : against;
  if (known === undefined) return undefined;
  const own = Math.max(leastVariance, live.variance / daily.length);
  // the days of training differ from each other as the live ones do
  const others = 'variance' in known ? known.variance / known.days : live.variance / known.sessions;
  const freedom =
    'variance' in known && own + others > 0
      ? (own + others) ** 2 / (own ** 2 / (daily.length - 1) + others ** 2 / (known.days - 1))
      : daily.length - 1;
  const error = Math.sqrt(own + others);
  const shift = live.mean - known.mean;
  const width = error === 0 ? 0 : error * studentQuantile(OUTSIDE, freedom);
  const isExact = error <= ROUNDING * Math.max(Math.abs(live.mean), Math.abs(known.mean));
  const isSame = Math.abs(shift) <= ROUNDING * Math.max(Math.abs(live.mean), Math.abs(known.mean));
  return {
    ...{ days: daily.length, mean: live.mean, reference: known.mean, shift },
    ...{ low: shift - width, high: shift + width },
    probability: isExact ? (isSame ? 1 : 0) : studentTail(shift / error, freedom),
  };
}

/** What is left of a difference of equal numbers. */
const ROUNDING = 1e-12;

interface Moments {
  readonly days: number;
  readonly mean: number;
  /** Sample variance, made larger for days that follow from each other. */
  readonly variance: number;
}

function moments(daily: Float64Array): Moments {
  const days = daily.length;
  const mean = daily.reduce((sum, value) => sum + value, 0) / days;
  let [squares, neighbours] = [0, 0];
  for (let day = 0; day < days; day += 1) {
    squares += (daily[day]! - mean) ** 2;
    if (day > 0) neighbours += (daily[day]! - mean) * (daily[day - 1]! - mean);
  }
  if (squares === 0) return { days, mean, variance: 0 };
  const correlation = Math.min(MOST_CORRELATION, Math.max(0, neighbours / squares));
  return { days, mean, variance: ((squares / (days - 1)) * (1 + correlation)) / (1 - correlation) };
}
