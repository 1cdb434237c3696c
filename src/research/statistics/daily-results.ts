// Takes marked equity, trades and the session days; gives the net result of each day.

import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import type { Trade } from '../../runner/trades/trade.ts';
import type { EquityColumns } from '../report/session-result.ts';

export interface DailyResult {
  /** Local day, YYYY-MM-DD. */
  readonly day: string;
  /** Change of marked equity since the last mark of the day before, integer E4. */
  readonly netE4: number;
  /** Deepest fall below the day's opening equity, integer E4, >= 0. */
  readonly deepestLossE4: number;
  /** Trades that ended on this day. */
  readonly trades: number;
}

/**
 * Net result of every day that is a session day or has an equity mark, ascending. Equity starts at 0. A session day without
 * marks had no change: its result is 0, which is a measurement and not a filler, since equity is marked wherever there is data.
 */
export function dailyResults(
  equity: EquityColumns,
  trades: readonly Trade[],
  sessionDays: readonly string[],
): readonly DailyResult[] {
  const byDay = new Map<string, { netE4: number; deepestLossE4: number; trades: number }>();
  for (const day of sessionDays) byDay.set(day, { netE4: 0, deepestLossE4: 0, trades: 0 });
  const open = (day: string) => {
    const known = byDay.get(day) ?? { netE4: 0, deepestLossE4: 0, trades: 0 };
    byDay.set(day, known);
    return known;
  };
  let atOpenE4 = 0;
  let dayNumber: number | undefined;
  let today: { netE4: number; deepestLossE4: number } | undefined;
  for (let i = 0; i < equity.timeUs.length; i += 1) {
    const number = dayNumberAt(equity.timeUs[i]!);
    if (number !== dayNumber || today === undefined) {
      dayNumber = number;
      atOpenE4 = i === 0 ? 0 : equity.netE4[i - 1]!;
      today = open(formatDay(number));
    }
    today.netE4 = equity.netE4[i]! - atOpenE4;
    today.deepestLossE4 = Math.max(today.deepestLossE4, -today.netE4);
  }
  for (const trade of trades) open(formatDay(dayNumberAt(trade.exitTimeUs))).trades += 1;
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, result]) => ({ day, ...result }));
}
