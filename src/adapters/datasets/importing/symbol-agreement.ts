// The symbol that a file tells and the one that the user gives to whether both can be true, and to what is said of them.

import { basename } from 'node:path';
import { type ParsedSymbol, parseSymbol } from '../../../core/market/symbol.ts';
import { UserError } from '../../user-error.ts';
import { knownSymbol } from './known-symbol.ts';

/** `shared`: markets use the same names for different things, as spot and futures of Binance do, so a file may need another. */
export type SymbolNaming = 'unique' | 'shared';

/** `same`: equal, or two names of one continuous series. `renamed`: the user may well know it better than the rows. */
export type SymbolAgreement =
  | { readonly kind: 'same' }
  | { readonly kind: 'renamed' }
  | { readonly kind: 'contradiction'; readonly why: string };

/** A symbol that rows name, and where. Line and column count from 1. */
export interface ToldSymbol {
  readonly symbol: string;
  readonly file: string;
  readonly line?: number | undefined;
  readonly column: number;
  readonly field: string;
}

const SAME: SymbolAgreement = { kind: 'same' };
const RENAMED: SymbolAgreement = { kind: 'renamed' };
const TWO_INSTRUMENTS: SymbolAgreement = { kind: 'contradiction', why: 'these are two instruments' };
const REMEDIES: Readonly<Record<SymbolNaming, string>> = {
  unique:
    'A file that really names its rows wrongly can be corrected, or imported with qt import csv and a mapping that gives ' +
    'the instrument instead of the column',
  shared: 'A file that really names its rows wrongly can be corrected',
};
const BY_DIFFERENCE = /[$@]D$/;

/** Whether rows that are of `told` can be imported as `given`. */
export function symbolAgreement(told: string, given: string, naming: SymbolNaming = 'unique'): SymbolAgreement {
  if (told === given) return SAME;
  const [own, wanted] = [parseSymbol(told), parseSymbol(given)];
  if (own === undefined && wanted === undefined) return naming === 'shared' ? RENAMED : TWO_INSTRUMENTS;
  if (own === undefined || wanted === undefined || own.root !== wanted.root) return TWO_INSTRUMENTS;
  if (own.kind === 'dated' || wanted.kind === 'dated') return { kind: 'contradiction', why: datedFault(own, wanted) };
  const [isShifted, asShifted] = [BY_DIFFERENCE.test(told), BY_DIFFERENCE.test(given)];
  if (isShifted === asShifted) return SAME;
  // nothing in the prices shows such an adjustment: it would be lost with the name
  if (isShifted) return { kind: 'contradiction', why: `only ${told} says that the prices are adjusted by difference` };
  return RENAMED;
}

/**
 * What is to be said of rows that are imported as `given`. UserErrors: `instrument-differs` where they cannot be,
 * `instrument-unknown` for a new name that can be none.
 */
export function agreedNotices(told: ToldSymbol, given: string, naming: SymbolNaming): readonly string[] {
  const agreement = symbolAgreement(told.symbol, given, naming);
  switch (agreement.kind) {
    case 'same':
      return [];
    case 'renamed':
      return [
        `The rows of ${basename(told.file)} name ${told.symbol}: they are imported as ${knownSymbol(given)} (--instrument)`,
      ];
    case 'contradiction':
      throw instrumentDiffers(told, given, agreement.why, naming);
  }
}

/** What a row must be after a first one of `first`, which agreed with what was given. */
export function asRowsAbove(first: string, given: string): string {
  return `${first} as in the rows above: --instrument ${given} names the only instrument of a file`;
}

function datedFault(own: ParsedSymbol, wanted: ParsedSymbol): string {
  if (own.kind !== 'dated') return 'a continuous series goes through many contracts and is none of them';
  return wanted.kind === 'dated' ? 'these are two contracts' : 'one contract is no continuous series';
}

/** What a file is refused with whose rows cannot be of `given`; `why` ends the sentence. */
export function instrumentDiffers(
  told: ToldSymbol,
  given: string,
  why: string,
  naming: SymbolNaming = 'unique',
): UserError {
  const { symbol, file, line, column, field } = told;
  const place = `${line === undefined ? '' : ` line ${line}`}, column ${column} (${field})`;
  return new UserError({
    code: 'instrument-differs',
    message: `${basename(file)}${place}: the row is of ${symbol}, --instrument says ${given}: ${why}`,
    file,
    line,
    column,
    field,
    fix: `${remedyFor(symbol, given)}. ${REMEDIES[naming]}`,
  });
}

function remedyFor(told: string, given: string): string {
  const [own, wanted] = [parseSymbol(told), parseSymbol(given)];
  const isSeries = own !== undefined && own.kind !== 'dated' && wanted?.root === own.root && wanted.kind === 'dated';
  if (!isSeries) return `Leave --instrument out: the rows are imported as ${told}`;
  const name = BY_DIFFERENCE.test(told) ? `'${told}'` : own.root;
  return (
    `Leave --instrument out, or say --instrument ${name}: each day is stored as the contract that the series was on it, ` +
    `and as ${own.root}FUT where it is adjusted`
  );
}
