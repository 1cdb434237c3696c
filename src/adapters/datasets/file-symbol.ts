// The symbol of a file that does not name one inside: what the user said, else the first part of the file's name.

import { basename } from 'node:path';
import { parseSymbol } from '../../core/market/symbol.ts';
import { UserError } from '../user-error.ts';

/** `DOLK20_ticks_20200402.csv.gz` is DOLK20. A UserError `instrument-unknown` when neither tells an instrument. */
export function symbolOfFile(file: string, given: string | undefined): string {
  if (given !== undefined) return given;
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
