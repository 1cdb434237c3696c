// The parameters of a hidden Markov model with Gaussian observations: their check, and how fast it forgets where it began.

import { refuseSetting } from './checked-settings.ts';

/** Rows are states. Observations are independent of each other given the state (diagonal covariance). */
export interface GaussianHmm {
  /** Probability of each state at the first candle; sums to 1. */
  readonly start: readonly number[];
  /** From (row) to (column); rows sum to 1. */
  readonly transition: readonly (readonly number[])[];
  /** By state and dimension, in units of the standardised observations. */
  readonly means: readonly (readonly number[])[];
  readonly variances: readonly (readonly number[])[];
}

const MOST_STATES = 8;
/** How far a sum of probabilities may be from 1, as rounding of a file leaves it. */
const SUM_TOLERANCE = 1e-6;
/** Share of the start that may still show. */
const REST = 1e-6;
/** A chain that forgets more slowly than this many candles is as good as one that never does. */
const LONGEST = 65_536;

/** Throws RangeError, naming the field, where the model is none. */
export function checkHmm(name: string, model: GaussianHmm, dimensions: number): void {
  const { start, transition, means, variances } = model;
  const states = start.length;
  if (states < 1 || states > MOST_STATES)
    refuseSetting(name, `start must have 1 to ${MOST_STATES} states, not ${states}`);
  checkProbabilities(name, 'start', start);
  for (const [field, rows] of Object.entries({ transition, means, variances })) {
    if (rows.length !== states) refuseSetting(name, `${field} must have ${states} rows, not ${rows.length}`);
    const width = field === 'transition' ? states : dimensions;
    for (const row of rows) {
      const isSound = row.length === width && row.every(Number.isFinite);
      if (!isSound) refuseSetting(name, `${field} must have ${width} finite numbers a row`);
    }
  }
  for (const row of transition) checkProbabilities(name, 'transition', row);
  if (variances.some((row) => row.some((variance) => !(variance > 0))))
    refuseSetting(name, 'variances must be above 0');
}

function checkProbabilities(name: string, field: string, shares: readonly number[]): void {
  const sum = shares.reduce((total, share) => total + share, 0);
  const isSound = shares.every((share) => share >= 0) && Math.abs(sum - 1) <= SUM_TOLERANCE;
  if (!isSound) refuseSetting(name, `${field} must be probabilities that sum to 1, not ${shares.join(', ')}`);
}

/**
 * Candles after which two chains that began in different states are alike but for 1e-6: m steps leave at most Dobrushin's coefficient
 * (1956) of the distance, the largest half sum of absolute differences of two rows of the m-th power; m is doubled until that is below a
 * half. Observations, as a rule, make it faster.
 */
export function forgettingCandles({ transition }: GaussianHmm): number {
  let power = transition;
  for (let steps = 1; steps < LONGEST; steps *= 2) {
    const kept = largestDistance(power);
    if (kept < REST) return steps;
    if (kept < 0.5) return steps * Math.ceil(Math.log(REST) / Math.log(kept));
    power = squared(power);
  }
  return LONGEST;
}

function largestDistance(rows: readonly (readonly number[])[]): number {
  const distance = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, share, to) => sum + Math.abs(share - other[to]!), 0) / 2;
  return Math.max(...rows.flatMap((one) => rows.map((other) => distance(one, other))));
}

function squared(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return rows.map((row) => row.map((_, to) => row.reduce((sum, share, by) => sum + share * rows[by]![to]!, 0)));
}
