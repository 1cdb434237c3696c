// Takes trades and a question (regime, hour, month, side); gives one row of figures for each answer.

import { minuteOfDayAt, utcUsToLocal } from '../../core/market/civil-time.ts';
import type { Trade } from '../../runner/trades/trade.ts';
import type { RegimeSpan } from '../report/session-result.ts';
import { type TradeStatistics, tradeStatistics } from './trade-statistics.ts';

export interface BreakdownRow {
  readonly key: string;
  readonly statistics: TradeStatistics;
}

function groupBy(trades: readonly Trade[], keyOf: (trade: Trade) => string): readonly BreakdownRow[] {
  const groups = Map.groupBy(trades, keyOf);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, members]) => ({ key, statistics: tradeStatistics(members) }));
}

/** The regime at a time; `undefined` where no span covers it. Spans ascend and do not overlap. */
export function regimeAt(regimes: readonly RegimeSpan[], timeUs: number): RegimeSpan['kind'] {
  let low = 0;
  let high = regimes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (regimes[middle]!.fromUs <= timeUs) low = middle + 1;
    else high = middle;
  }
  const span = regimes[low - 1];
  return span !== undefined && timeUs < span.toUs ? span.kind : 'undefined';
}

/** Rows by regime at the entry. */
export function byRegime(trades: readonly Trade[], regimes: readonly RegimeSpan[]): readonly BreakdownRow[] {
  return groupBy(trades, (trade) => regimeAt(regimes, trade.entryTimeUs));
}

/** Rows by local hour of the entry: `09` is 09:00 to 09:59:59. */
export function byHour(trades: readonly Trade[]): readonly BreakdownRow[] {
  return groupBy(trades, (trade) => String(Math.floor(minuteOfDayAt(trade.entryTimeUs) / 60)).padStart(2, '0'));
}

/** Rows by local month of the exit, `2025-08`. */
export function byMonth(trades: readonly Trade[]): readonly BreakdownRow[] {
  return groupBy(trades, (trade) => {
    const { year, month } = utcUsToLocal(trade.exitTimeUs);
    return `${year}-${String(month).padStart(2, '0')}`;
  });
}

/** Rows by side of the entry. */
export function bySide(trades: readonly Trade[]): readonly BreakdownRow[] {
  return groupBy(trades, (trade) => trade.side);
}

/** Rows by what closed the trade. */
export function byExitRole(trades: readonly Trade[]): readonly BreakdownRow[] {
  return groupBy(trades, (trade) => trade.exitRole);
}
