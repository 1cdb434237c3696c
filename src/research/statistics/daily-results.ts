// Takes marked equity, trades and the session days; gives the net result of each day and the trades that ended on it.

import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import { type DayNet, dailyNet } from '../../runner/trades/daily-net.ts';
import type { Trade } from '../../runner/trades/trade.ts';
import type { EquityColumns } from '../report/session-result.ts';

export interface DailyResult extends DayNet {
  /** Trades that ended on this day. */
  readonly trades: number;
}

/** Every day that is a session day, has an equity mark or saw a trade end, ascending: see `dailyNet`. */
export function dailyResults(
  equity: EquityColumns,
  trades: readonly Trade[],
  sessionDays: readonly string[],
): readonly DailyResult[] {
  const ended = new Map<string, number>();
  for (const trade of trades) {
    const day = formatDay(dayNumberAt(trade.exitTimeUs));
    ended.set(day, (ended.get(day) ?? 0) + 1);
  }
  const days = dailyNet(equity.timeUs, equity.netE4, [...sessionDays, ...ended.keys()]);
  return days.map((day) => ({ ...day, trades: ended.get(day.day) ?? 0 }));
}
