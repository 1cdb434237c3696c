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
/** Share of combinations with a gain from which a refusal says that the variants may be equally good. */
const MOSTLY_GAINS = 0.95;

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
  const { probability: value, combinations, probabilityOfLoss } = backtestOverfitting(moving);
  const passed = value <= limit;
  const gains = 1 - probabilityOfLoss;
  const hint =
    !passed && gains >= MOSTLY_GAINS
      ? ' It gains there nearly always: variants may be equally good. Sweep wider, so that there is something to be better than.'
      : '';
  const says =
    `Probability of backtest overfitting ${value.toFixed(3)}, ${passed ? 'no more' : 'more'} than ${limit}: of ${combinations} combinations of ` +
    `days, so many put the best of one half below the median of ${counted(moving.length)} in the other, and it gains in ` +
    `${(gains * 100).toFixed(1)} %.${hint}`;
  return { name, value, limit, passed, says };
}

function annual(sharpe: number): string {
  return (sharpe * YEAR).toFixed(2);
}

function counted(trials: number): string {
  return trials === 1 ? '1 trial' : `${trials} trials`;
}
