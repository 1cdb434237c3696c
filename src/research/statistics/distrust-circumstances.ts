// Takes a run and what is known beside it; finds where chance, many trials or a kind market explain the result.

import { brl, decimal, integer, percent } from '../report/number-format.ts';
import type { StressedRun } from '../stress/stress-report.ts';
import type { Circumstances } from './circumstances.ts';
import type { Finding } from './finding.ts';
import type { SessionStatistics } from './session-statistics.ts';

/** Looks for one fault; undefined where there is none, or nobody looked. */
export type CircumstanceCheck = (known: Circumstances, statistics: SessionStatistics) => Finding | undefined;

/** Trades below which a chosen number has nothing to hold it; a rule of thumb of regression. */
const TRADES_PER_NUMBER = 10;
/** What deflated Sharpe ratio is enough, and which p-value is still chance. */
const ENOUGH_DEFLATED = 0.95;
const CHANCE = 0.05;
/** A drawdown that other orders of the same trades exceed so many times. */
const LUCKY_ORDER = 2;
/** Neighbours of an optimum that keep less than this share of it make it a peak. */
const PLATEAU = 0.5;

const manyNumbers: CircumstanceCheck = ({ chosenNumbers }, { trades }) => {
  if (chosenNumbers === undefined || chosenNumbers === 0 || trades.trades >= chosenNumbers * TRADES_PER_NUMBER)
    return undefined;
  const message = `${integer(chosenNumbers)} numbers were chosen and there are ${integer(trades.trades)} trades, fewer than ${TRADES_PER_NUMBER} for each: the numbers can fit the trades.`;
  return { code: 'parameters-against-trades', severity: 'medium', message };
};

const manyTrials: CircumstanceCheck = ({ trials }, { netE4 }) => {
  if (trials === undefined || netE4 <= 0) return undefined;
  const { count, effective, deflatedSharpe } = trials;
  if (deflatedSharpe !== undefined && deflatedSharpe >= ENOUGH_DEFLATED) return undefined;
  const figure = deflatedSharpe === undefined ? 'cannot be computed' : `is ${decimal(deflatedSharpe, 2)}`;
  const message = `It is the best or one of ${integer(count)} trials on these data (about ${decimal(effective, 1)} different ones); the deflated Sharpe ratio ${figure}, ${ENOUGH_DEFLATED} is needed.`;
  return { code: 'many-trials', severity: 'high', message };
};

const likeRandom: CircumstanceCheck = ({ stress }, { netE4 }) => {
  const entries = stress?.randomEntries;
  if (entries === undefined || netE4 <= 0 || entries.pValue <= CHANCE) return undefined;
  const message = `Entries drawn by lot, with the same sides, sizes and holding times on the same days, do as well in ${percent(entries.pValue, 0)} of the draws.`;
  return { code: 'like-random-entries', severity: 'high', message };
};

const likeShuffled: CircumstanceCheck = ({ stress }, { netE4 }) => {
  const shuffled = stress?.shuffledModel;
  if (shuffled === undefined || netE4 <= 0 || shuffled.pValue <= CHANCE) return undefined;
  const message = `With the answers of the model in random order it does as well in ${percent(shuffled.pValue, 0)} of the runs: the model adds nothing that shows.`;
  return { code: 'like-shuffled-model', severity: 'high', message };
};

function goneIn(run: StressedRun | undefined, code: string, { netE4 }: SessionStatistics): Finding | undefined {
  if (run === undefined || netE4 <= 0 || run.netE4 > 0) return undefined;
  const message = `With ${run.case.says} the ${brl(netE4)} would be ${brl(run.netE4)}.`;
  return { code, severity: 'medium', message };
}

const named = ({ stress }: Circumstances, name: string): StressedRun | undefined =>
  stress?.cases.find((each) => each.case.name === name);

const goneAtOneTick: CircumstanceCheck = (known, statistics) =>
  goneIn(named(known, 'slippage-1'), 'gone-at-one-tick', statistics);

const goneWhenSlow: CircumstanceCheck = (known, statistics) =>
  goneIn(named(known, 'latency-40'), 'gone-when-slow', statistics);

const goneInQueue: CircumstanceCheck = (known, statistics) =>
  goneIn(named(known, 'queue-3'), 'gone-in-queue', statistics);

const nothingBeforeCosts: CircumstanceCheck = (known) => {
  const free = named(known, 'costs-0');
  if (free === undefined || free.trades === 0 || free.netE4 > 0) return undefined;
  const message = `Without any fees it makes ${brl(free.netE4)}: there is nothing that costs could take.`;
  return { code: 'no-edge-before-costs', severity: 'high', message };
};

const mayLose: CircumstanceCheck = ({ stress }, { netE4 }) => {
  const days = stress?.resampled.days;
  if (days === undefined || netE4 <= 0 || days.probabilityOfLoss <= CHANCE) return undefined;
  const message = `Days like these, drawn again, end in a loss in ${percent(days.probabilityOfLoss, 0)} of the draws (${brl(days.net.low)} to ${brl(days.net.high)}).`;
  return { code: 'may-end-in-loss', severity: 'medium', message };
};

const deeperDrawdown: CircumstanceCheck = ({ stress }, { maxDrawdown }) => {
  const order = stress?.resampled.otherOrder;
  if (order === undefined || maxDrawdown === undefined || order.drawdown.high <= LUCKY_ORDER * maxDrawdown.depthE4)
    return undefined;
  const message = `The trades came in a lucky order: in another one the drawdown of ${brl(maxDrawdown.depthE4)} would have been up to ${brl(order.drawdown.high)}.`;
  return { code: 'lucky-order', severity: 'low', message };
};

const peak: CircumstanceCheck = ({ optimum }) => {
  if (optimum === undefined || optimum.chosen <= 0 || optimum.neighbours >= PLATEAU * optimum.chosen) return undefined;
  const message = `The settings stand on a peak: ${decimal(optimum.chosen, 2)} where their neighbours make ${decimal(optimum.neighbours, 2)} on average.`;
  return { code: 'unstable-optimum', severity: 'high', message };
};

export const circumstanceChecks: readonly CircumstanceCheck[] = [
  ...[manyNumbers, manyTrials, likeRandom, likeShuffled],
  ...[nothingBeforeCosts, goneAtOneTick, goneWhenSlow, goneInQueue, mayLose, deeperDrawdown, peak],
];
