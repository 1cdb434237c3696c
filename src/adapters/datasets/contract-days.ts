// A symbol and a span of days to the dated contract of each trading day and the finest part that the store has of it.

import { formatDay, parseDay } from '../../core/market/civil-day.ts';
import { resolveContract } from '../../core/market/contract.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { isCovered, isTradingDay } from '../../core/market/trading-calendar.ts';
import { UserError } from '../user-error.ts';
import { candleIntervalUsOf } from './candle-kind.ts';
import { isPresent, listKinds, partRef } from './part-path.ts';
import type { PartKind } from './schema.ts';

export interface ContractDay {
  readonly day: string;
  readonly contract: string;
  readonly kind: PartKind;
}

export interface ContractDays {
  readonly days: readonly ContractDay[];
  /** Trading days without a part, in order. */
  readonly missing: readonly { readonly day: string; readonly contract: string }[];
}

/** Trades first, then candles from the shortest interval to the longest; book parts alone move no candle. */
export function byFineness(kinds: readonly PartKind[]): readonly PartKind[] {
  const rank = (kind: PartKind): number => (kind === 'trades' ? 0 : (candleIntervalUsOf(kind) ?? Number.NaN));
  return kinds.filter((kind) => !Number.isNaN(rank(kind))).sort((a, b) => rank(a) - rank(b));
}

function dayNumber(day: string, field: string): number {
  const number = parseDay(day);
  if (number !== undefined && isCovered(number)) return number;
  throw new UserError({
    code: 'bad-option',
    message: number === undefined ? `"${day}" is no date` : `The day ${day} is outside the trading calendar`,
    field,
    fix: 'Write the day as YYYY-MM-DD, from 2008 to 2027',
  });
}

/**
 * Trading days from `from` to `to`, both included. Root and continuous names (WDO, WDOFUT) become the dated contract of
 * each day; `kind` asks for one kind, else each day gives its finest. A UserError `unknown-instrument` for other names.
 */
export function contractDays(root: string, symbol: string, from: string, to: string, kind?: PartKind): ContractDays {
  if (parseSymbol(symbol) === undefined) {
    throw new UserError({
      code: 'unknown-instrument',
      message: `${symbol} is not an instrument of the trading calendar`,
      field: 'instrument',
      fix: 'Use a root (WDO), a continuous name (WDOFUT) or a contract (WDOU25) of WDO, DOL, WIN or IND',
    });
  }
  const days: ContractDay[] = [];
  const missing: { day: string; contract: string }[] = [];
  const kinds = new Map<string, readonly PartKind[]>();
  const last = dayNumber(to, 'to');
  for (let number = dayNumber(from, 'from'); number <= last; number++) {
    if (!isTradingDay(number)) continue;
    const day = formatDay(number);
    const contract = resolveContract(symbol, number)!.symbol;
    if (!kinds.has(contract)) kinds.set(contract, kind === undefined ? byFineness(listKinds(root, contract)) : [kind]);
    const found = kinds.get(contract)!.find((candidate) => isPresent(partRef(root, contract, candidate, day)));
    if (found === undefined) missing.push({ day, contract });
    else days.push({ day, contract, kind: found });
  }
  return { days, missing };
}
