// Takes a run; finds where its profit hangs on one day, one trade, one regime, one hour or one side.

import { brl, percent } from '../report/number-format.ts';
import type { BreakdownRow } from './breakdown.ts';
import type { DistrustCheck, Finding } from './finding.ts';

/** Share of the net profit that one day or one trade may make. */
const LARGEST_SHARE = 0.25;
/** Share of the trades on one side from which a trend of the whole period is the simpler explanation. */
const ONE_SIDED_SHARE = 0.9;

const oneDay: DistrustCheck = (_, { netE4, bestDay }) => {
  if (netE4 <= 0 || bestDay === undefined || bestDay.netE4 <= LARGEST_SHARE * netE4) return undefined;
  const message = `One day, ${bestDay.day}, made ${brl(bestDay.netE4)} of the ${brl(netE4)} (${percent(bestDay.netE4 / netE4, 0)}).`;
  return { code: 'one-day', severity: 'high', message };
};

const oneTrade: DistrustCheck = (_, { netE4, trades }) => {
  const best = trades.bestTradeE4;
  if (netE4 <= 0 || best === undefined || best <= LARGEST_SHARE * netE4) return undefined;
  const message = `One trade made ${brl(best)} of the ${brl(netE4)} (${percent(best / netE4, 0)}).`;
  return { code: 'one-trade', severity: 'medium', message };
};

/** A finding when the best group makes all the profit: the rest together makes nothing or less. */
function allInOne(code: string, kind: string, rows: readonly BreakdownRow[]): Finding | undefined {
  const totalE4 = rows.reduce((sum, row) => sum + row.statistics.netE4, 0);
  const best = rows.reduce<BreakdownRow | undefined>(
    (a, b) => (a === undefined || b.statistics.netE4 > a.statistics.netE4 ? b : a),
    undefined,
  );
  if (best === undefined || totalE4 <= 0 || best.statistics.netE4 < totalE4) return undefined;
  const restE4 = totalE4 - best.statistics.netE4;
  const message = `All the profit comes from one ${kind} (${best.key.replace('_', ' ')}): the rest made ${brl(restE4)}.`;
  return { code, severity: 'medium', message };
}

const oneRegime: DistrustCheck = (_, { byRegime }) => allInOne('one-regime', 'regime', byRegime);

const oneHour: DistrustCheck = (_, { byHour }) => allInOne('one-hour', 'hour of the day', byHour);

const oneSided: DistrustCheck = (_, { bySide, trades, netE4 }) => {
  const larger = bySide.find((row) => row.statistics.trades >= ONE_SIDED_SHARE * trades.trades);
  if (larger === undefined || netE4 <= 0) return undefined;
  const message = `${percent(larger.statistics.trades / trades.trades, 0)} of the trades are on the ${larger.key} side: a drift of the market explains as much.`;
  return { code: 'one-sided', severity: 'low', message };
};

export const concentrationChecks: readonly DistrustCheck[] = [oneDay, oneTrade, oneRegime, oneHour, oneSided];
