// Takes net results of days or of trades; gives confidence intervals of net, Sharpe ratio and drawdown by drawing them anew.

import { UserError } from '../../adapters/user-error.ts';
import { blockLength } from './block-length.ts';
import { dailySeries } from './daily-series.ts';
import { byBlocks, shuffled, withReplacement } from './resampled-orders.ts';
import { type ResampledResults, resampledResults } from './resampled-results.ts';

export interface ResamplingOptions {
  readonly seed: number;
  /** 2,000 where absent. */
  readonly draws?: number | undefined;
  /** Of the intervals, 0..1; 0.95 where absent. */
  readonly confidence?: number | undefined;
}

export interface DayResampling extends ResamplingOptions {
  /** Expected days of a block, 1 or more; found from the days where absent. */
  readonly block?: number | undefined;
}

export interface DayResults extends ResampledResults {
  /** Expected days of a block. */
  readonly block: number;
}

const DRAWS = 2000;
const CONFIDENCE = 0.95;

/**
 * Days in blocks (stationary bootstrap), so that runs of good and bad days stay together. UserError `bad-days` below ten days, `bad-resampling` for
 * options.
 */
export function resampleDays(daily: ArrayLike<number>, options: DayResampling): DayResults {
  const days = dailySeries('daily', daily, 10);
  const block = options.block ?? blockLength(days).stationary;
  if (!(block >= 1 && block <= days.length)) throw badOption('block', block, 'a number from 1 to the number of days');
  return { block, ...resampledResults(days, byBlocks(block), checked(options)) };
}

/**
 * Trades in another order (`shuffled`: the same net result, how deep could it have fallen on the way?) or each drawn anew (`replaced`: how
 * would other trades like these have ended?). Both take trades as independent of each other. UserError `bad-days` below two trades.
 */
export function resampleTrades(
  nets: ArrayLike<number>,
  kind: 'shuffled' | 'replaced',
  options: ResamplingOptions,
): ResampledResults {
  const trades = dailySeries('trades', nets);
  return resampledResults(trades, kind === 'shuffled' ? shuffled : withReplacement, checked(options));
}

function checked({ seed, draws = DRAWS, confidence = CONFIDENCE }: ResamplingOptions) {
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw badOption('seed', seed, 'a whole number from 0 on');
  if (!(Number.isInteger(draws) && draws >= 1)) throw badOption('draws', draws, 'a whole number from 1 on');
  if (!(confidence > 0 && confidence < 1)) throw badOption('confidence', confidence, 'a number between 0 and 1');
  return { seed, draws, confidence };
}

function badOption(field: string, value: number, wanted: string): UserError {
  return new UserError({
    code: 'bad-resampling',
    message: `${field} is ${wanted}, not ${value}`,
    fix: field === 'seed' ? 'Give a seed, 1 for example.' : 'Leave it out, or give such a number.',
    field,
  });
}
