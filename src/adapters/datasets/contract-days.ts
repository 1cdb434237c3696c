// A symbol and a span of days to the dated contract of each trading day and the finest part that the store has of it.

import { type ContractOfDay, type ContractsOfDays, contractsOfDays } from '../../core/market/contracts-of-days.ts';
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
  readonly missing: readonly ContractOfDay[];
}

/** Trades first, then candles from the shortest interval to the longest; book parts alone move no candle. */
export function byFineness(kinds: readonly PartKind[]): readonly PartKind[] {
  const rank = (kind: PartKind): number => (kind === 'trades' ? 0 : (candleIntervalUsOf(kind) ?? Number.NaN));
  return kinds.filter((kind) => !Number.isNaN(rank(kind))).sort((a, b) => rank(a) - rank(b));
}

/**
 * Trading days from `from` to `to`, both included. Root and continuous names (WDO, WDOFUT) become the dated contract of
 * each day; `kind` asks for one kind, else each day gives its finest. `contractsOf` is the calendar to go by: a release brings
 * its own. A UserError `unknown-instrument` for other names, `bad-option` for days that are none.
 */
export function contractDays(
  root: string,
  symbol: string,
  from: string,
  to: string,
  kind?: PartKind,
  contractsOf: typeof contractsOfDays = contractsOfDays,
): ContractDays {
  const days: ContractDay[] = [];
  const missing: ContractOfDay[] = [];
  const kinds = new Map<string, readonly PartKind[]>();
  for (const { day, contract } of known(contractsOf(symbol, from, to), symbol, { from, to })) {
    if (!kinds.has(contract)) kinds.set(contract, kind === undefined ? byFineness(listKinds(root, contract)) : [kind]);
    const found = kinds.get(contract)!.find((candidate) => isPresent(partRef(root, contract, candidate, day)));
    if (found === undefined) missing.push({ day, contract });
    else days.push({ day, contract, kind: found });
  }
  return { days, missing };
}

function known(
  found: ContractsOfDays,
  symbol: string,
  span: { readonly from: string; readonly to: string },
): readonly ContractOfDay[] {
  if (found.kind === 'contracts') return found.days;
  if (found.kind === 'unknownSymbol') {
    throw new UserError({
      code: 'unknown-instrument',
      message: `${symbol} is not an instrument of the trading calendar`,
      field: 'instrument',
      fix: 'Use a root (WDO), a continuous name (WDOFUT) or a contract (WDOU25) of WDO, DOL, WIN or IND',
    });
  }
  const day = span[found.field];
  throw new UserError({
    code: 'bad-option',
    message: found.kind === 'noDate' ? `"${day}" is no date` : `The day ${day} is outside the trading calendar`,
    field: found.field,
    fix: 'Write the day as YYYY-MM-DD, from 2008 to 2027',
  });
}
