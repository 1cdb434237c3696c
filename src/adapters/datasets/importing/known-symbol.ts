// What the user gives as a symbol in; the same out, or an error that says why it can be none.

import { parseSymbol, ROOTS } from '../../../core/market/symbol.ts';
import { UserError } from '../../user-error.ts';

const SYMBOL = /^[A-Z0-9][A-Z0-9._-]{0,39}$/;

/** A name that begins like one of the four futures and is none of theirs is a slip of the finger, not a new instrument. */
export function knownSymbol(symbol: string): string {
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
