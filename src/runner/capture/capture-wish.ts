// What somebody wants recorded and the time in; the dated contract that this means now, or why nothing is to be recorded, out.

import { formatDay, toDayNumber } from '../../core/market/civil-day.ts';
import { dayNumberAt, US_PER_MINUTE } from '../../core/market/civil-time.ts';
import { lastTradingDay, parseContract, resolveContract } from '../../core/market/contract.ts';
import { sessionOf } from '../../core/market/session.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { isCovered, isTradingDay, nextTradingDay, tradingDayOnOrAfter } from '../../core/market/trading-calendar.ts';
import type { RecordedBook } from './recorder.ts';

export interface CaptureWish {
  /** Root or continuous name (the contract of each day), dated contract, or any other ticker. */
  readonly symbol: string;
  readonly book: RecordedBook;
  /** Last day, local date; for ever where absent. */
  readonly untilDay: string | undefined;
}

export type CaptureTarget =
  | { readonly kind: 'record'; readonly contract: string; readonly exchange: string }
  /** Nothing to record for now. */
  | { readonly kind: 'rest'; readonly reason: string }
  /** Nothing to record any more. */
  | { readonly kind: 'over'; readonly reason: string };

/** After the close: late reports come, and where the calendar knows two closes it names the earlier. */
const AFTER_CLOSE_US = 60 * US_PER_MINUTE;
const FUTURES = 'F';
const EQUITIES = 'B';

/** The vendor's letter of the market of a ticker. */
export function exchangeOf(symbol: string): string {
  return parseSymbol(symbol) === undefined ? EQUITIES : FUTURES;
}

export function captureTarget({ symbol, untilDay }: CaptureWish, nowUs: number): CaptureTarget {
  const today = dayNumberAt(nowUs);
  const daysLeft = untilDay === undefined ? Number.POSITIVE_INFINITY : toDayNumber(untilDay) - today;
  if (daysLeft < 0) return { kind: 'over', reason: `the last day was ${untilDay}` };
  const parsed = parseSymbol(symbol);
  const exchange = exchangeOf(symbol);
  if (parsed === undefined) return { kind: 'record', contract: symbol, exchange };
  const dated = parseContract(symbol);
  if (!isCovered(today)) {
    // the calendar of this version has ended: what is named by itself needs none
    return dated === undefined
      ? { kind: 'rest', reason: `the calendar does not say which contract of ${symbol} trades on ${formatDay(today)}` }
      : { kind: 'record', contract: symbol, exchange };
  }
  if (dated !== undefined && lastTradingDay(dated) < today) {
    return { kind: 'over', reason: `${symbol} was last traded on ${formatDay(lastTradingDay(dated))}` };
  }
  if (!isTradingDay(today)) return { kind: 'rest', reason: `${formatDay(today)} is no trading day${nextDay(today)}` };
  const { closeUs, closingCallEndUs } = sessionOf(parsed.root, today)!;
  if (nowUs >= Math.max(closeUs, closingCallEndUs ?? 0) + AFTER_CLOSE_US) {
    const reason = `the session of ${formatDay(today)} is over`;
    return daysLeft === 0 ? { kind: 'over', reason } : { kind: 'rest', reason: `${reason}${nextDay(today)}` };
  }
  return { kind: 'record', contract: resolveContract(symbol, today)!.symbol, exchange };
}

function nextDay(today: number): string {
  return `: recording begins on ${formatDay(nextTradingDay(today))}`;
}

/** The last of `days` trading days, today being the first where its session is not over. */
export function lastCaptureDay(symbol: string, days: number, nowUs: number): string {
  const today = dayNumberAt(nowUs);
  if (!isCovered(today)) return formatDay(today + days - 1);
  const now = captureTarget({ symbol, book: 'none', untilDay: undefined }, nowUs);
  let day = now.kind === 'record' ? today : tradingDayOnOrAfter(today + 1);
  for (let k = 1; k < days; k++) day = nextTradingDay(day);
  return formatDay(day);
}
