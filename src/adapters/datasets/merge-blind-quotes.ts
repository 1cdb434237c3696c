// The quotes of one instant, of which a file that began in the middle of the day knows one side only; out go those that another file tells with both.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID } from '../../core/market/event-record.ts';
import type { LaneSide } from './merge-lane.ts';
import { isBlindQuote } from './merge-spans.ts';

/**
 * Leaves out quotes of one side of the book where the other file has a quote that says the same of it and knows the opposite
 * side too; not where `side` itself reaches over that time, since there the book had one side only.
 */
export function leaveBlindQuotes(side: LaneSide, other: LaneSide, timeUs: number): void {
  const { flags } = side.columns;
  if (flags === undefined || other.start === other.end) return;
  if (side.start === side.end || !isBlindQuote(flags, side.start) || side.coverage.has(timeUs)) return;
  while (side.start < side.end && isBlindQuote(flags, side.start) && isToldBetter(side, other)) {
    side.start++;
    side.hasLeft = true;
  }
}

/** Whether the other file tells the first row that is left of the instant with both sides. */
function isToldBetter({ columns, start }: LaneSide, other: LaneSide): boolean {
  const { flags, bid, ask, bid_size: bidSize, ask_size: askSize } = columns;
  const theirs = other.columns;
  const needsBid = (flags![start]! & QUOTE_HAS_BID) !== 0;
  const needsAsk = (flags![start]! & QUOTE_HAS_ASK) !== 0;
  for (let row = other.start; row < other.end; row++) {
    if (isBlindQuote(theirs.flags!, row)) continue;
    const isBid = bid![start] === theirs.bid![row] && bidSize![start] === theirs.bid_size![row];
    const isAsk = ask![start] === theirs.ask![row] && askSize![start] === theirs.ask_size![row];
    if ((isBid || !needsBid) && (isAsk || !needsAsk)) return true;
  }
  return false;
}
