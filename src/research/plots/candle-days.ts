// Takes ascending candle times; gives where each local day begins and ends among them.

import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';

/** Candles of one day: indices from inclusive to exclusive. */
export interface CandleDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly from: number;
  readonly to: number;
}

export function candleDays(timeUs: ArrayLike<number>): readonly CandleDay[] {
  const days: CandleDay[] = [];
  let from = 0;
  while (from < timeUs.length) {
    const dayNumber = dayNumberAt(timeUs[from]!);
    let to = from + 1;
    while (to < timeUs.length && dayNumberAt(timeUs[to]!) === dayNumber) to += 1;
    days.push({ day: formatDay(dayNumber), from, to });
    from = to;
  }
  return days;
}
