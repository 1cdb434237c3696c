// Takes the daily results of all trials of a search; gives how likely luck alone makes one of them as good as the best of them.

import { UserError } from '../../adapters/user-error.ts';
import { Random } from '../../simulation/random.ts';
import { blockLength } from './block-length.ts';
import { trialSeries } from './daily-series.ts';
import { byBlocks } from './resampled-orders.ts';

export interface RealityCheckOptions {
  readonly seed: number;
  /** 2,000 where absent. */
  readonly draws?: number | undefined;
  /** Expected days of a block; the longest of those that the trials ask for where absent. */
  readonly block?: number | undefined;
}

/** Probabilities of a best trial as good as this one if no trial has a gain. */
export interface RealityCheck {
  /** Place of the best trial, by mean ÷ standard error. */
  readonly best: number;
  /** Of the check of White: all trials as if their true gain were exactly 0. */
  readonly conservative: number;
  /** Of the test of Hansen: trials that are clearly losing count with their loss. */
  readonly consistent: number;
}

const DRAWS = 2000;

/**
 * Test for superior predictive ability over doing nothing, on studentised means. It knows the correlations of the trials, fat tails, and days that follow
 * each other, and needs no number of trials. Sources: H. White, "A Reality Check for Data Snooping", Econometrica 68 (2000); P. Hansen, "A Test for
 * Superior Predictive Ability", Journal of Business and Economic Statistics 23 (2005). Undefined where no trial differs from day to day. UserError
 * `bad-days`; `bad-resampling` for draws or a block that make no sense.
 */
export function realityCheck(
  trials: readonly ArrayLike<number>[],
  { seed, draws = DRAWS, block }: RealityCheckOptions,
): RealityCheck | undefined {
  const all = trialSeries(trials);
  const moving = all.filter((daily) => daily.some((value) => value !== daily[0]));
  if (moving.length === 0) return undefined;
  const days = moving[0]!.length;
  const length = block ?? Math.max(...moving.map((daily) => blockLength(daily).stationary));
  if (!(length >= 1 && length <= days && Number.isInteger(draws) && draws >= 1)) throw badOptions(length, draws);
  const studentised = moving.map((daily) => studentisedDays(daily, length));
  const statistics = studentised.map(({ statistic }) => statistic);
  const largest = Math.max(...statistics);
  const bound = -Math.sqrt(2 * Math.log(Math.log(days)));
  const random = new Random(seed, 'reality-check');
  const order = new Int32Array(days);
  const reorder = byBlocks(length);
  let [conservative, consistent] = [0, 0];
  for (let draw = 0; draw < draws; draw += 1) {
    reorder(random, order);
    let [highest, highestOfGood] = [0, 0];
    for (const [place, { centred }] of studentised.entries()) {
      let sum = 0;
      for (let at = 0; at < days; at += 1) sum += centred[order[at]!]!;
      if (sum > highest) highest = sum;
      // a trial that clearly loses is drawn around its loss
      const around = statistics[place]! <= bound ? sum + statistics[place]! : sum;
      if (around > highestOfGood) highestOfGood = around;
    }
    if (highest >= largest) conservative += 1;
    if (highestOfGood >= largest) consistent += 1;
  }
  const best = all.indexOf(moving[statistics.indexOf(largest)]!);
  return { best, conservative: conservative / draws, consistent: consistent / draws };
}

/** Least share of the variance of single days. */
const ROUNDING = 1e-9;

interface StudentisedDays {
  /** Mean ÷ its standard error. */
  readonly statistic: number;
  /** Days without their mean, so scaled that the sum of a draw is such a statistic too. */
  readonly centred: Float64Array;
}

/** The standard error is the one of the stationary bootstrap itself (Politis and Romano 1994, lemma 1). */
function studentisedDays(daily: Float64Array, length: number): StudentisedDays {
  const days = daily.length;
  const mean = daily.reduce((sum, value) => sum + value, 0) / days;
  const centred = daily.map((value) => value - mean);
  let variance = 0;
  for (let lag = 0; lag < days; lag += 1) {
    const weight = lag === 0 ? 1 : 2 * (1 - lag / days) * (1 - 1 / length) ** lag;
    if (weight < 1e-9) break;
    let sum = 0;
    for (let at = 0; at < days; at += 1) sum += centred[at]! * centred[at + lag < days ? at + lag : at + lag - days]!;
    variance += (weight * sum) / days;
  }
  const alone = centred.reduce((sum, value) => sum + value * value, 0) / days;
  // days that swing back each time can leave nothing of it
  const error = Math.sqrt(Math.max(variance, ROUNDING * alone) * days);
  return { statistic: (mean * days) / error, centred: centred.map((value) => value / error) };
}

function badOptions(block: number, draws: number): UserError {
  return new UserError({
    code: 'bad-resampling',
    message: `${draws} draws in blocks of ${block} days cannot be made`,
    fix: 'Leave both out, or give a block from 1 to the number of days and a whole number of draws.',
    field: 'block',
  });
}
