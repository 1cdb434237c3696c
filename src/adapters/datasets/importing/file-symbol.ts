// The symbol of a file that does not name one inside: what the user said, else the first part of the file's name.

import { basename } from 'node:path';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { UserError } from '../../user-error.ts';
import { knownSymbol } from './known-symbol.ts';
import { symbolAgreement } from './symbol-agreement.ts';

export interface FileSymbol {
  readonly symbol: string;
  /** That the name of the file says another. */
  readonly notices: readonly string[];
}

/**
 * `DOLK20_ticks_20200402.csv.gz` is DOLK20, whatever else the user gives comes before it: names of files lie. `told` is what
 * the name says. A UserError `instrument-unknown` when neither tells a symbol, or what is given is none.
 */
export function symbolOfFile(file: string, given: string | undefined, told = symbolInName(file)): FileSymbol {
  if (given === undefined) {
    if (told === undefined) throw unknownError(file);
    return { symbol: told, notices: [] };
  }
  if (given === told) return { symbol: given, notices: [] };
  const symbol = knownSymbol(given);
  if (told === undefined || symbolAgreement(told, symbol).kind === 'same') return { symbol, notices: [] };
  const notice =
    `${basename(file)}: the name of the file says ${told}, --instrument says ${symbol}: the rows, which name none, ` +
    `are imported as ${symbol}`;
  return { symbol, notices: [notice] };
}

/** A symbol of the four futures at the beginning of the file's name. */
export function symbolInName(file: string): string | undefined {
  const name = basename(file).split(/[_.\s]/)[0] ?? '';
  return parseSymbol(name) === undefined ? undefined : name;
}

function unknownError(file: string): UserError {
  return new UserError({
    code: 'instrument-unknown',
    message: `${basename(file)} does not tell which instrument it holds`,
    file,
    field: 'instrument',
    fix: 'Name it, for example --instrument WDOU25 (or WDO for a continuous series)',
  });
}
