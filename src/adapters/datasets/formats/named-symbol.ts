// A file of any market that names its instrument at the beginning of its name, and what the user said, to the symbol.

import { basename } from 'node:path';
import { type FileSymbol, symbolInName, symbolOfFile } from '../importing/file-symbol.ts';
import { knownSymbol } from '../importing/known-symbol.ts';

const SYMBOL = /^[A-Z0-9][A-Za-z0-9.$@_-]{0,39}$/;
/** The beginning of a file's name that can hardly be anything else. */
const BEGINNING = /^([A-Z][A-Z0-9]{0,11})[_.\s]/;

/** `ESH4_mbo_20231225.csv.gz` is ESH4. A UserError `instrument-unknown` when neither tells one. */
export function namedSymbol(file: string, given: string | undefined): FileSymbol {
  const told = BEGINNING.exec(basename(file))?.[1] ?? symbolInName(file);
  if (given === undefined && told !== undefined) return { symbol: knownSymbol(told), notices: [] };
  return symbolOfFile(file, given, told);
}

/** True for what may name an instrument of any market. */
export function isMarketSymbol(name: string): boolean {
  return SYMBOL.test(name);
}
