// Takes the daily results of all trials of a search; gives the probability that the best of them is below the median out of sample.

import { UserError } from '../../adapters/user-error.ts';
import { combinations, halvesWithFirst } from './block-halves.ts';
import { BlockSums, type Performance } from './block-sums.ts';
import { trialSeries } from './daily-series.ts';
import { type Degradation, type Dominance, degradationOf, dominanceOf } from './degradation.ts';

export interface OverfittingOptions {
  /** Blocks that the days are cut into, even, 2 to 20; 16 where absent, fewer where the days are too few for it. */
  readonly blocks?: number | undefined;
  readonly performance?: Performance | undefined;
}

export interface BacktestOverfitting {
  /** Share of the combinations in which the best in sample is not above the median out of sample, 0..1. */
  readonly probability: number;
  readonly blocks: number;
  readonly combinations: number;
  /** By combination: logit of the rank out of sample of the best in sample, ln(ω / (1 − ω)). */
  readonly logits: Float64Array;
  /** By combination: performance of the best in sample, there and out of sample. */
  readonly inSample: Float64Array;
  readonly outOfSample: Float64Array;
  /** By combination: mean performance of all trials out of sample, which a choice by lot is expected to have. */
  readonly meanOutOfSample: Float64Array;
  readonly degradation: Degradation | undefined;
  /** Share of the combinations in which the best in sample loses out of sample. */
  readonly probabilityOfLoss: number;
  /** Of what was chosen over the mean of all trials, both out of sample. */
  readonly dominance: Dominance;
}

const BLOCKS = 16;
const MOST_BLOCKS = 20;
const LEAST_DAYS = 2;

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation: days are cut into blocks, each half of the blocks is once
 * in sample, the other half out of it. A rank shared by equal trials is the mean of their places; a trial that does nothing has performance
 * 0. Source: D. Bailey, J. Borwein, M. López de Prado and J. Zhu, "The Probability of Backtest Overfitting", Journal of Computational
 * Finance 20 (2017). UserError `bad-days`, `bad-blocks`, `few-trials` below two trials.
 */
export function backtestOverfitting(
  trials: readonly ArrayLike<number>[],
  { blocks, performance = 'sharpe' }: OverfittingOptions = {},
): BacktestOverfitting {
  const series = trialSeries(trials);
  if (series.length < 2) throw tooFewTrials(series.length);
  const cut = checkedBlocks(series[0]!.length, blocks);
  const count = combinations(cut, cut / 2);
  const sums = new BlockSums(series, cut);
  const [logits, inSample] = [new Float64Array(count), new Float64Array(count)];
  const [outOfSample, mean] = [new Float64Array(count), new Float64Array(count)];
  let [first, second] = [new Float64Array(series.length), new Float64Array(series.length)];
  const all = 2 ** cut - 1;
  let at = 0;
  for (const half of halvesWithFirst(cut)) {
    sums.performance(half, performance, first);
    sums.performance(all - half, performance, second);
    for (let side = 0; side < 2; side += 1) {
      const best = placeOfLargest(first);
      logits[at] = logitOfRank(second, best);
      inSample[at] = first[best]!;
      outOfSample[at] = second[best]!;
      mean[at] = meanOf(second);
      at += 1;
      [first, second] = [second, first];
    }
  }
  return {
    probability: shareOf(logits, (logit) => logit <= 0),
    blocks: cut,
    combinations: count,
    logits,
    inSample,
    outOfSample,
    meanOutOfSample: mean,
    degradation: degradationOf(inSample, outOfSample),
    probabilityOfLoss: shareOf(outOfSample, (value) => value < 0),
    dominance: dominanceOf(outOfSample, mean),
  };
}

function checkedBlocks(days: number, asked: number | undefined): number {
  const most = 2 * Math.floor(days / LEAST_DAYS / 2);
  const blocks = asked ?? Math.min(BLOCKS, most);
  if (Number.isInteger(blocks) && blocks % 2 === 0 && blocks >= 2 && blocks <= Math.min(MOST_BLOCKS, days))
    return blocks;
  throw new UserError({
    code: 'bad-blocks',
    message: `${blocks} blocks cannot be made of ${days} days: an even number from 2 to ${MOST_BLOCKS}, and no more than days`,
    fix: 'Leave blocks out for 16, or give an even number that the days are enough for.',
    field: 'blocks',
  });
}

function tooFewTrials(trials: number): UserError {
  return new UserError({
    code: 'few-trials',
    message: `overfitting is a matter of choosing, and there ${trials === 1 ? 'is only 1 trial' : 'are no trials'}`,
    fix: 'Give the daily results of all variants that were tried, the chosen one with them.',
    field: 'trials',
  });
}

/** The first of equal ones. */
function placeOfLargest(values: Float64Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at += 1) if (values[at]! > values[best]!) best = at;
  return best;
}

function logitOfRank(values: Float64Array, place: number): number {
  const own = values[place]!;
  let [below, equal] = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    if (values[at]! < own) below += 1;
    else if (values[at] === own) equal += 1;
  }
  const relative = (below + (equal + 1) / 2) / (values.length + 1);
  return Math.log(relative / (1 - relative));
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]!;
  return sum / values.length;
}

function shareOf(values: Float64Array, has: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (has(value)) count += 1;
  return count / values.length;
}
