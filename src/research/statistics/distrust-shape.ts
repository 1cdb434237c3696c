// Takes a run; finds where the shape of its result does not look like that of an edge which lasts.

import { brl, decimal, integer, percent } from '../report/number-format.ts';
import type { SessionResult } from '../report/session-result.ts';
import type { DistrustCheck } from './finding.ts';

/** Nobody has these over more than a few trades or days without knowing what comes. */
const HIT_RATE_TOO_GOOD = 0.9;
const SHARPE_TOO_GOOD = 8;
const TRADES_TO_SUSPECT = 30;
const DAYS_TO_SUSPECT = 20;
/** Losses this many times the wins, behind a hit rate above the second, are the price of insurance that has not been claimed yet. */
const INSURANCE_LOSS = 3;
const INSURANCE_HIT_RATE = 0.7;
/** Days for halves to be told apart. */
const DAYS_TO_HALVE = 40;
/** A regime that was there for more than the first share of the time, with fewer trades than the second. */
const REGIME_SHARE = 0.05;
const REGIME_TRADES = 10;

const tooGood: DistrustCheck = (_, { trades, sharpe, daily }) => {
  const isHit = trades.trades >= TRADES_TO_SUSPECT && (trades.hitRate ?? 0) >= HIT_RATE_TOO_GOOD;
  const isSharpe = daily.length >= DAYS_TO_SUSPECT && (sharpe ?? 0) >= SHARPE_TOO_GOOD;
  if (!isHit && !isSharpe) return undefined;
  const figure = isHit ? `a hit rate of ${percent(trades.hitRate, 0)}` : `a Sharpe ratio of ${decimal(sharpe, 1)}`;
  const message = `With ${figure} something knows the future: look for a feature, a label or a fill that is not known at the decision.`;
  return { code: 'look-ahead', severity: 'high', message };
};

const sellsInsurance: DistrustCheck = (_, { trades }) => {
  const { hitRate, averageWinE4, averageLossE4 } = trades;
  if (hitRate === undefined || averageWinE4 === undefined || averageLossE4 === undefined) return undefined;
  if (hitRate < INSURANCE_HIT_RATE || -averageLossE4 < INSURANCE_LOSS * averageWinE4) return undefined;
  const message = `Many small wins (${brl(averageWinE4)}) stand against few large losses (${brl(averageLossE4)}): a few more of those change everything.`;
  return { code: 'sells-insurance', severity: 'medium', message };
};

const fading: DistrustCheck = (_, { daily, netE4 }) => {
  if (netE4 <= 0 || daily.length < DAYS_TO_HALVE) return undefined;
  const half = Math.floor(daily.length / 2);
  const laterE4 = daily.slice(half).reduce((sum, day) => sum + day.netE4, 0);
  if (laterE4 > 0) return undefined;
  const message = `All of it was made by ${daily[half - 1]!.day}: the second half made ${brl(laterE4)}.`;
  return { code: 'fading', severity: 'medium', message };
};

const oneMonth: DistrustCheck = (_, { byMonth, netE4 }) => {
  if (byMonth.length < 3 || netE4 <= 0) return undefined;
  const best = byMonth.reduce((a, b) => (b.statistics.netE4 > a.statistics.netE4 ? b : a));
  const restE4 = byMonth.reduce((sum, row) => sum + row.statistics.netE4, 0) - best.statistics.netE4;
  if (restE4 > 0) return undefined;
  const message = `All of it was made in one month, ${best.key}: the others made ${brl(restE4)}.`;
  return { code: 'one-month', severity: 'medium', message };
};

const untestedRegime: DistrustCheck = (result, { byRegime, trades }) => {
  if (trades.trades === 0) return undefined;
  const untested = traded(result).filter(({ kind, share }) => {
    const seen = byRegime.find((row) => row.key === kind)?.statistics.trades ?? 0;
    return share >= REGIME_SHARE && seen < REGIME_TRADES;
  });
  if (untested.length === 0) return undefined;
  const names = untested.map(({ kind, share }) => `${kind.replace('_', ' ')} (${percent(share, 0)} of the time)`);
  const message = `Fewer than ${REGIME_TRADES} trades began in ${names.join(', ')}: nothing is known of it there.`;
  return { code: 'untested-regime', severity: 'low', message };
};

/** Regimes that are traded in, with their share of the time of all regimes. */
function traded({ regimes }: SessionResult): readonly { readonly kind: string; readonly share: number }[] {
  const us = new Map<string, number>();
  for (const { kind, fromUs, toUs } of regimes) us.set(kind, (us.get(kind) ?? 0) + toUs - fromUs);
  const all = [...us.values()].reduce((sum, each) => sum + each, 0);
  return [...us].filter(([kind]) => kind !== 'undefined').map(([kind, each]) => ({ kind, share: each / all }));
}

const idleDays: DistrustCheck = (_, { daily, trades }) => {
  const idle = daily.filter((day) => day.trades === 0).length;
  if (trades.trades === 0 || daily.length < DAYS_TO_SUSPECT || idle < 0.8 * daily.length) return undefined;
  const message = `It traded on ${integer(daily.length - idle)} of ${integer(daily.length)} days: the statistics of days are mostly those of days without a trade.`;
  return { code: 'idle-days', severity: 'low', message };
};

export const shapeChecks: readonly DistrustCheck[] = [
  ...[tooGood, sellsInsurance, fading, oneMonth, untestedRegime, idleDays],
];
