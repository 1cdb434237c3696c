// Takes a finished run; gives every figure that its report shows, each computed once.

import type { SessionResult } from '../report/session-result.ts';
import { type BreakdownRow, byExitRole, byHour, byMonth, byRegime, bySide } from './breakdown.ts';
import { type DailyResult, dailyResults } from './daily-results.ts';
import { type Drawdown, maxDrawdown } from './drawdown.ts';
import { exposure } from './exposure.ts';
import { sharpeRatio, sortinoRatio, tStatistic } from './risk-ratios.ts';
import { type TradeStatistics, tradeStatistics } from './trade-statistics.ts';

export interface SessionStatistics {
  /** Last mark of equity, open positions included, costs taken off; integer E4. 0 without a mark. */
  readonly netE4: number;
  /** The same in points of one contract: net ÷ value of a point. */
  readonly netPoints: number;
  /** Gross result of the closed trades in points of one contract: Σ points × contracts. */
  readonly grossPoints: number;
  /** Net ÷ capital, a fraction. */
  readonly returnOnCapital: number;
  readonly trades: TradeStatistics;
  readonly daily: readonly DailyResult[];
  readonly bestDay: DailyResult | undefined;
  readonly worstDay: DailyResult | undefined;
  /** Annualised with 252 sessions. */
  readonly sharpe: number | undefined;
  readonly sortino: number | undefined;
  /** Of the mean daily result. */
  readonly tStatistic: number | undefined;
  readonly maxDrawdown: Drawdown | undefined;
  /** Share of session time in a position, 0..1. */
  readonly exposure: number | undefined;
  /** Contracts bought and sold per day; undefined without a day. */
  readonly contractsPerDay: number | undefined;
  /** Costs ÷ gross profit, a fraction; undefined where the trades made no gross profit. */
  readonly costsShareOfGross: number | undefined;
  readonly byRegime: readonly BreakdownRow[];
  readonly byHour: readonly BreakdownRow[];
  readonly byMonth: readonly BreakdownRow[];
  readonly bySide: readonly BreakdownRow[];
  readonly byExitRole: readonly BreakdownRow[];
}

function extremeDay(
  daily: readonly DailyResult[],
  isBetter: (a: number, b: number) => boolean,
): DailyResult | undefined {
  let found: DailyResult | undefined;
  for (const day of daily) if (found === undefined || isBetter(day.netE4, found.netE4)) found = day;
  return found;
}

/** All figures of a run. Sums are exact; ratios are undefined where they have no meaning, never NaN or infinite. */
export function sessionStatistics(result: SessionResult): SessionStatistics {
  const { equity, trades, tick, tickValueE4 } = result;
  const figures = tradeStatistics(trades);
  const daily = dailyResults(equity, trades, result.sessionDays);
  const dailyNet = daily.map((day) => day.netE4);
  const netE4 = equity.netE4[equity.netE4.length - 1] ?? 0;
  return {
    netE4,
    netPoints: (netE4 / tickValueE4) * tick,
    grossPoints: (figures.grossE4 / tickValueE4) * tick,
    returnOnCapital: netE4 / 10_000 / result.capitalBrl,
    trades: figures,
    daily,
    bestDay: extremeDay(daily, (a, b) => a > b),
    worstDay: extremeDay(daily, (a, b) => a < b),
    sharpe: sharpeRatio(dailyNet),
    sortino: sortinoRatio(dailyNet),
    tStatistic: tStatistic(dailyNet),
    maxDrawdown: maxDrawdown(equity),
    exposure: exposure(result.candles.timeUs, trades),
    contractsPerDay: daily.length === 0 ? undefined : result.costs.contracts / daily.length,
    costsShareOfGross: figures.grossE4 > 0 ? result.costs.totalE4 / figures.grossE4 : undefined,
    byRegime: byRegime(trades, result.regimes),
    byHour: byHour(trades),
    byMonth: byMonth(trades),
    bySide: bySide(trades),
    byExitRole: byExitRole(trades),
  };
}
