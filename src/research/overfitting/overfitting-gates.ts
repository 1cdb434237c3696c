// Takes the trials of a search and which was chosen; gives the gates of the deflated Sharpe ratio and of backtest overfitting.

import { backtestOverfitting } from './backtest-overfitting.ts';
import type { Evidence } from './evidence.ts';
import { type Gate, unjudged } from './gate.ts';
import type { GateSettings } from './gate-settings.ts';
import { searchStatistics } from './search-statistics.ts';
import { chosenDaily } from './simple-gates.ts';

const YEAR = Math.sqrt(252);
/** CSCV needs two days on each side at the least; below this its halves say nothing. */
const LEAST_DAYS = 32;
/**
 * Share of combinations in which trials that are a plateau may lose. Halves of a result that is z standard errors above 0 lose in Φ(−z) of the
 * combinations: so z is 2.33 or more, which luck reaches once in a hundred families of trials.
 */
const PLATEAU_LOSS = 0.01;
/** Share of losses up to which a refusal says what is missing to a plateau. */
const NEARLY = 0.05;

export function deflatedSharpeGate(evidence: Evidence, { leastDeflatedSharpe: limit }: GateSettings): Gate {
  const name = 'deflatedSharpe';
  if (chosenDaily(evidence) === undefined)
    return unjudged(name, limit, 'The daily results of the trials are not known.');
  const uncompared = evidence.uncompared ?? 0;
  if (!Number.isInteger(uncompared) || uncompared < 0) {
    return unjudged(name, limit, 'The number of trials without daily results is not known.');
  }
  const found = searchStatistics(evidence.trials!, evidence.chosen!, uncompared);
  if (found === undefined) return unjudged(name, limit, 'The chosen trial does not differ from day to day.');
  const { estimate, trials, benchmark, deflated: value } = found;
  const passed = value >= limit;
  const says =
    `Deflated Sharpe ratio ${value.toFixed(3)}, ${passed ? 'at least' : 'below'} ${limit}: Sharpe ${annual(estimate.sharpe)} a year over ` +
    `${estimate.days} days, and luck alone shows ${annual(benchmark)} as the best of ${counted(trials.compared + trials.uncompared)}, ` +
    `worth ${trials.effective.toFixed(1)} independent.`;
  return { name, value, limit, passed, says };
}

/**
 * Where all trials are equally good, the best of one half is anywhere among them in the other, and a probability of a half says nothing about
 * their skill (D. Bailey et al. 2017 on the limits of it). So trials that gain whichever of them is taken pass all the same; whether luck explains
 * that is asked by the deflated Sharpe ratio.
 */
export function overfittingGate({ trials, chosen }: Evidence, { mostOverfitting: limit }: GateSettings): Gate {
  const name = 'overfitting';
  if (trials === undefined || chosen === undefined || trials[chosen] === undefined) {
    return unjudged(name, limit, 'The daily results of the trials are not known.');
  }
  const moving = trials.filter((daily) => Array.prototype.some.call(daily, (value) => value !== daily[0]));
  if (moving.length < 2) {
    return unjudged(
      name,
      limit,
      `Only ${counted(moving.length)} with results: overfitting shows in the choice among several.`,
    );
  }
  if (trials[0]!.length < LEAST_DAYS) {
    return unjudged(name, limit, `Only ${trials[0]!.length} days: at least ${LEAST_DAYS} are needed.`);
  }
  const { probability: value, combinations, probabilityOfLoss, meanOutOfSample } = backtestOverfitting(moving);
  const byLot = lossesOf(meanOutOfSample);
  const isPlateau = probabilityOfLoss <= PLATEAU_LOSS && byLot <= PLATEAU_LOSS;
  const passed = value <= limit || isPlateau;
  const says =
    `Probability of backtest overfitting ${value.toFixed(3)}, ${value <= limit ? 'no more' : 'more'} than ${limit}: of ${combinations} combinations of ` +
    `days, so many put the best of one half below the median of ${counted(moving.length)} in the other, and it gains in ` +
    `${percent(1 - probabilityOfLoss)}.${value <= limit ? '' : plateauSays(probabilityOfLoss, byLot)}`;
  return { name, value, limit, passed, says };
}

function plateauSays(loss: number, byLot: number): string {
  const gains = `taken by lot they gain in ${percent(1 - byLot)}`;
  if (loss <= PLATEAU_LOSS && byLot <= PLATEAU_LOSS)
    return ` Passed as a plateau: ${gains}, so that nothing hangs on the choice.`;
  return loss <= NEARLY ? ` No plateau either: ${gains}, where ${percent(1 - PLATEAU_LOSS)} of both are needed.` : '';
}

function lossesOf(performance: Float64Array): number {
  return performance.reduce((count, each) => count + (each <= 0 ? 1 : 0), 0) / performance.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function annual(sharpe: number): string {
  return (sharpe * YEAR).toFixed(2);
}

function counted(trials: number): string {
  return trials === 1 ? '1 trial' : `${trials} trials`;
}
