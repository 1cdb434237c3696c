// The symbol of a file that does not name one inside: what the user said, else the first part of the file's name.

import { basename } from 'node:path';
import { parseSymbol, ROOTS } from '../../../core/market/symbol.ts';
import { UserError } from '../../user-error.ts';

const SYMBOL = /^[A-Z0-9][A-Z0-9._-]{0,39}$/;

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

/** A name that begins like one of the four futures and is none of theirs is a slip of the finger, not a new instrument. */
function knownSymbol(symbol: string): string {
  if (parseSymbol(symbol) !== undefined) return symbol;
  const mistaken = ROOTS.find((root) => symbol.toUpperCase().startsWith(root));
  if (mistaken === undefined && SYMBOL.test(symbol)) return symbol;
  throw new UserError({
    code: 'instrument-unknown',
    message: mistaken === undefined ? `"${symbol}" cannot be a symbol` : `${symbol} is no contract of ${mistaken}`,
    field: 'instrument',
    fix:
      mistaken === undefined
        ? 'Write capital letters, digits, dots and dashes, for example PETR4'
        : `Use the root (${mistaken}), a continuous name (${mistaken}FUT) or a contract of a traded month (${mistaken}V25)`,
  });
}
