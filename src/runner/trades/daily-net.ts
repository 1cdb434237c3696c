// Marked equity and the session days in; the net result of each day out.

import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';

export interface DayNet {
  /** Local day, YYYY-MM-DD. */
  readonly day: string;
  /** Change of marked equity since the last mark of the day before, integer E4. */
  readonly netE4: number;
  /** Deepest fall below the day's opening equity, integer E4, >= 0. */
  readonly deepestLossE4: number;
}

/**
 * Every day that is a session day or has a mark, ascending. Equity starts at 0. A session day without marks had no change: its result
 * is 0, which is a measurement and not a filler, since equity is marked wherever there is data.
 * @param timeUs of the marks, ascending, microseconds UTC
 * @param netE4 net result since the start at each mark, integer E4
 */
export function dailyNet(
  timeUs: ArrayLike<number>,
  netE4: ArrayLike<number>,
  sessionDays: readonly string[],
): readonly DayNet[] {
  const byDay = new Map<string, { netE4: number; deepestLossE4: number }>();
  for (const day of sessionDays) byDay.set(day, { netE4: 0, deepestLossE4: 0 });
  let atOpenE4 = 0;
  let dayNumber: number | undefined;
  let today: { netE4: number; deepestLossE4: number } | undefined;
  for (let i = 0; i < timeUs.length; i += 1) {
    const number = dayNumberAt(timeUs[i]!);
    if (number !== dayNumber || today === undefined) {
      dayNumber = number;
      atOpenE4 = i === 0 ? 0 : netE4[i - 1]!;
      const day = formatDay(number);
      today = byDay.get(day) ?? { netE4: 0, deepestLossE4: 0 };
      byDay.set(day, today);
    }
    today.netE4 = netE4[i]! - atOpenE4;
    today.deepestLossE4 = Math.max(today.deepestLossE4, -today.netE4);
  }
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, result]) => ({ day, ...result }));
}
