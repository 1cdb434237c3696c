// The symbol of a file that does not name one inside: what the user said, else the first part of the file's name.

import { basename } from 'node:path';
import { parseSymbol } from '../../../core/market/symbol.ts';
import { UserError } from '../../user-error.ts';

/** `DOLK20_ticks_20200402.csv.gz` is DOLK20. A UserError `instrument-unknown` when neither tells one, or what is told is none. */
export function symbolOfFile(file: string, given: string | undefined): string {
  if (given !== undefined) return knownSymbol(given);
  const name = basename(file).split(/[_.\s]/)[0] ?? '';
  if (parseSymbol(name) !== undefined) return name;
  throw new UserError({
    code: 'instrument-unknown',
    message: `${basename(file)} does not tell which instrument it holds`,
    file,
    field: 'instrument',
    fix: 'Name it, for example --instrument WDOU25 (or WDO for a continuous series)',
  });
}

/** What is stored under a name that nothing knows can be neither checked nor used. */
function knownSymbol(symbol: string): string {
  if (parseSymbol(symbol) !== undefined) return symbol;
  throw new UserError({
    code: 'instrument-unknown',
    message: `${symbol} is no instrument that is known here`,
    field: 'instrument',
    fix: 'Use a root (WDO), a continuous name (WDOFUT) or a contract (WDOU25) of WDO, DOL, WIN or IND',
  });
}
