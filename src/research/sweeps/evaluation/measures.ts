// The net result of each day and the round trips of a run in; what points of a sweep are compared by out.

import { e4ToBrl } from '../../../core/account/money.ts';
import type { Trade } from '../../../runner/trades/trade.ts';
import { sharpeRatio, sortinoRatio, tStatistic } from '../../statistics/risk-ratios.ts';
import { tradeStatistics } from '../../statistics/trade-statistics.ts';

/** By name, in words for people; all after costs. */
export const MEASURES: Readonly<Record<string, string>> = {
  sharpe: 'Sharpe ratio of the daily results, annualised',
  sharpeBound: 'lower bound of it: one standard error below, for skew, fat tails and few days',
  sortino: 'Sortino ratio of the daily results, annualised',
  tStatistic: "Student's t of the mean day",
  netBrl: 'net result, BRL',
  maxDrawdownBrl: 'deepest fall of the sum of days, BRL',
  trades: 'round trips',
  hitRate: 'share of round trips that won',
  profitFactor: 'won over lost',
  bestDayShare: 'share of the net result that the best day made',
  days: 'trading days',
};

const SESSIONS_PER_YEAR = 252;

/** `dayNetE4`: of every session day, in order. A measure that is not defined is left out. */
export function measuresOf(dayNetE4: readonly number[], trades: readonly Trade[]): Readonly<Record<string, number>> {
  const netE4 = dayNetE4.reduce((sum, each) => sum + each, 0);
  const { hitRate, profitFactor } = tradeStatistics(trades);
  const all: Readonly<Record<string, number | undefined>> = {
    sharpe: sharpeRatio(dayNetE4),
    sharpeBound: sharpeBound(dayNetE4),
    sortino: sortinoRatio(dayNetE4),
    tStatistic: tStatistic(dayNetE4),
    netBrl: e4ToBrl(netE4),
    maxDrawdownBrl: e4ToBrl(deepestFallE4(dayNetE4)),
    trades: trades.length,
    hitRate,
    profitFactor,
    bestDayShare: netE4 > 0 ? Math.max(...dayNetE4) / netE4 : undefined,
    days: dayNetE4.length,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== undefined));
}

/**
 * The Sharpe ratio less one standard error, annualised. The error is that of E. Mertens 2002, as in D. Bailey and M. Lopez de Prado,
 * "The Sharpe Ratio Efficient Frontier", 2012: sqrt((1 - skew SR + (kurtosis - 1) / 4 SR^2) / (n - 1)), SR per day. Few days, one large
 * day and fat losses count against a point, which its Sharpe ratio alone does not show.
 */
function sharpeBound(days: readonly number[]): number | undefined {
  const annual = sharpeRatio(days);
  if (annual === undefined) return undefined;
  const daily = annual / Math.sqrt(SESSIONS_PER_YEAR);
  const n = days.length;
  const mean = days.reduce((sum, each) => sum + each, 0) / n;
  const moment = (power: number): number => days.reduce((sum, each) => sum + (each - mean) ** power, 0) / n;
  const variance = moment(2);
  const skew = moment(3) / variance ** 1.5;
  const kurtosis = moment(4) / variance ** 2;
  const squared = (1 - skew * daily + ((kurtosis - 1) / 4) * daily * daily) / (n - 1);
  return (daily - Math.sqrt(Math.max(0, squared))) * Math.sqrt(SESSIONS_PER_YEAR);
}

function deepestFallE4(days: readonly number[]): number {
  let sum = 0;
  let highest = 0;
  let deepest = 0;
  for (const day of days) {
    sum += day;
    highest = Math.max(highest, sum);
    deepest = Math.max(deepest, highest - sum);
  }
  return deepest;
}
