// Takes round trips; gives hit rate, profit factor, expectancy and the like, undefined where a figure has no meaning.

import type { Trade } from '../../runner/trades/trade.ts';

/** Money in E4. Averages may have a fraction; sums are integers. */
export interface TradeStatistics {
  readonly trades: number;
  /** A trade wins when its net result is above 0, loses when below; 0 is neither. */
  readonly wins: number;
  readonly losses: number;
  readonly grossE4: number;
  readonly costsE4: number;
  readonly netE4: number;
  /** wins ÷ trades, 0..1; undefined without a trade. */
  readonly hitRate: number | undefined;
  /** Σ net of wins ÷ |Σ net of losses|; undefined without a loss. */
  readonly profitFactor: number | undefined;
  /** Mean net result of a trade; undefined without one. */
  readonly expectancyE4: number | undefined;
  readonly averageWinE4: number | undefined;
  /** Below 0. */
  readonly averageLossE4: number | undefined;
  readonly bestTradeE4: number | undefined;
  readonly worstTradeE4: number | undefined;
  /** Most losing trades one after the other, in order of exit. */
  readonly longestLosingStreak: number;
  readonly averageHoldingUs: number | undefined;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const meanOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : sumOf(values) / values.length;

const extremeOf = (values: readonly number[], pick: (a: number, b: number) => number): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => pick(a, b));

/** Losing trades in a row at most; a trade of exactly 0 ends a streak. */
export function longestLosingStreak(netsE4: readonly number[]): number {
  let longest = 0;
  let current = 0;
  for (const net of netsE4) {
    current = net < 0 ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

export function tradeStatistics(trades: readonly Trade[]): TradeStatistics {
  const nets = trades.map((trade) => trade.netE4);
  const wins = nets.filter((net) => net > 0);
  const losses = nets.filter((net) => net < 0);
  return {
    trades: trades.length,
    wins: wins.length,
    losses: losses.length,
    grossE4: sumOf(trades.map((trade) => trade.grossE4)),
    costsE4: sumOf(trades.map((trade) => trade.costsE4)),
    netE4: sumOf(nets),
    hitRate: trades.length === 0 ? undefined : wins.length / trades.length,
    profitFactor: losses.length === 0 ? undefined : sumOf(wins) / -sumOf(losses),
    expectancyE4: meanOf(nets),
    averageWinE4: meanOf(wins),
    averageLossE4: meanOf(losses),
    bestTradeE4: extremeOf(nets, Math.max),
    worstTradeE4: extremeOf(nets, Math.min),
    longestLosingStreak: longestLosingStreak(nets),
    averageHoldingUs: meanOf(trades.map((trade) => trade.exitTimeUs - trade.entryTimeUs)),
  };
}
