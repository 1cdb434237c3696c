// A symbol and a span of days in; the dated contract of each trading day out, or what is wrong with the question.

import { formatDay, parseDay } from './civil-day.ts';
import { resolveContract } from './contract.ts';
import { parseSymbol } from './symbol.ts';
import { isCovered, isTradingDay } from './trading-calendar.ts';

export interface ContractOfDay {
  /** Local date, YYYY-MM-DD. */
  readonly day: string;
  readonly contract: string;
}

export type ContractsOfDays =
  | { readonly kind: 'contracts'; readonly days: readonly ContractOfDay[] }
  | { readonly kind: 'unknownSymbol' }
  | { readonly kind: 'noDate' | 'notCovered'; readonly field: 'from' | 'to' };

/** Both days included. Root and continuous names become the contract of each day; a dated contract stays itself. */
export function contractsOfDays(symbol: string, from: string, to: string): ContractsOfDays {
  if (parseSymbol(symbol) === undefined) return { kind: 'unknownSymbol' };
  const first = parseDay(from);
  const last = parseDay(to);
  if (first === undefined) return { kind: 'noDate', field: 'from' };
  if (last === undefined) return { kind: 'noDate', field: 'to' };
  if (!isCovered(first)) return { kind: 'notCovered', field: 'from' };
  if (!isCovered(last)) return { kind: 'notCovered', field: 'to' };
  const days: ContractOfDay[] = [];
  for (let number = first; number <= last; number++) {
    if (!isTradingDay(number)) continue;
    days.push({ day: formatDay(number), contract: resolveContract(symbol, number)!.symbol });
  }
  return { kind: 'contracts', days };
}

/** At most `count` trading days before `day`, the latest first; fewer where the calendar begins. */
export function tradingDaysBefore(day: string, count: number): readonly string[] {
  const days: string[] = [];
  for (let number = parseDay(day)! - 1; days.length < count && isCovered(number); number--) {
    if (isTradingDay(number)) days.push(formatDay(number));
  }
  return days;
}
