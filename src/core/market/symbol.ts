// Takes a symbol as a feed, a file or a user writes it and gives its parts: root alone, continuous series, or dated contract.
import type { Root } from './instrument.ts';
import { monthOfLetter, tradedMonths } from './traded-months.ts';

export type ParsedSymbol =
  | { readonly kind: 'root'; readonly root: Root }
  /** A series that changes contract over time; some are price-adjusted: this says nothing about that. */
  | { readonly kind: 'continuous'; readonly root: Root }
  | { readonly kind: 'dated'; readonly root: Root; readonly year: number; readonly month: number };

export const ROOTS: readonly Root[] = ['WDO', 'DOL', 'WIN', 'IND'];
const ROOT_LENGTH = 3;
/** WDOFUT of Profit; WDO$ and WDO@ of MetaTrader 5, with N (not adjusted) or D (adjusted by difference). */
const CONTINUOUS = /^(FUT|[$@][ND]?)$/;
const DATED = /^([A-Z])(\d{2})$/;

/**
 * Parts of a symbol; two-digit years are 2000 to 2099. Undefined when it is no symbol of the four roots, when its month is
 * not traded (WINF25), or when it is in small letters.
 */
export function parseSymbol(symbol: string): ParsedSymbol | undefined {
  const root = ROOTS.find((candidate) => symbol.startsWith(candidate));
  if (root === undefined) return undefined;
  const rest = symbol.slice(ROOT_LENGTH);
  if (rest === '') return { kind: 'root', root };
  if (CONTINUOUS.test(rest)) return { kind: 'continuous', root };
  const match = DATED.exec(rest);
  if (match === null) return undefined;
  const letter = match[1]!;
  const month = monthOfLetter(letter);
  if (month === undefined || !tradedMonths(root).includes(letter)) return undefined;
  return { kind: 'dated', root, year: 2000 + Number(match[2]), month };
}
