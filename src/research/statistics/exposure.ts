// Takes candle times and trades; gives the share of the time with data that was spent in a position.

import { dayNumberAt } from '../../core/market/civil-time.ts';
import type { Trade } from '../../runner/trades/trade.ts';

interface Span {
  readonly fromUs: number;
  readonly toUs: number;
}

/** One span per day, from the open of its first candle to the close of its last. */
function daySpans(candleCloseUs: ArrayLike<number>): readonly Span[] {
  const days: { firstUs: number; lastUs: number; day: number }[] = [];
  let intervalUs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < candleCloseUs.length; i += 1) {
    const timeUs = candleCloseUs[i]!;
    const day = dayNumberAt(timeUs);
    const today = days[days.length - 1];
    if (today?.day !== day) {
      days.push({ firstUs: timeUs, lastUs: timeUs, day });
    } else {
      intervalUs = Math.min(intervalUs, timeUs - today.lastUs);
      today.lastUs = timeUs;
    }
  }
  // Candles carry their close only: the first one of a day is taken as long as the shortest distance between two.
  const firstCandleUs = Number.isFinite(intervalUs) ? intervalUs : 0;
  return days.map(({ firstUs, lastUs }) => ({ fromUs: firstUs - firstCandleUs, toUs: lastUs }));
}

/** Joins what overlaps, so that two trades at once count their time once. */
function union(spans: readonly Span[]): readonly Span[] {
  const joined: { fromUs: number; toUs: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.fromUs - b.fromUs)) {
    const last = joined[joined.length - 1];
    if (last !== undefined && span.fromUs <= last.toUs) last.toUs = Math.max(last.toUs, span.toUs);
    else joined.push({ ...span });
  }
  return joined;
}

/**
 * Share, 0..1, of session time in which at least one trade was open; session time runs, each day, from the open of the first
 * candle to the close of the last. Undefined when candles span no time.
 * @param candleCloseUs ascending, microseconds UTC
 */
export function exposure(candleCloseUs: ArrayLike<number>, trades: readonly Trade[]): number | undefined {
  const days = daySpans(candleCloseUs);
  const totalUs = days.reduce((sum, day) => sum + day.toUs - day.fromUs, 0);
  if (totalUs <= 0) return undefined;
  const held = union(trades.map((trade) => ({ fromUs: trade.entryTimeUs, toUs: trade.exitTimeUs })));
  let heldUs = 0;
  let first = 0;
  for (const day of days) {
    while (first < held.length && held[first]!.toUs <= day.fromUs) first += 1;
    for (let i = first; i < held.length && held[i]!.fromUs < day.toUs; i += 1) {
      heldUs += Math.max(0, Math.min(held[i]!.toUs, day.toUs) - Math.max(held[i]!.fromUs, day.fromUs));
    }
  }
  return heldUs / totalUs;
}
