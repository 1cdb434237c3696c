// The symbol field of a row to the symbol it is stored under: its own, or the one the user gave for all rows of one instrument.

import { agreedNotices, asRowsAbove, type SymbolNaming } from '../importing/symbol-agreement.ts';
import { SymbolNames } from '../text/symbol-names.ts';
import { isMarketSymbol } from './named-symbol.ts';

export interface RowSymbolSource {
  readonly file: string;
  /** What the user said. */
  readonly given: string | undefined;
  /** Place of the field from 1, and its name. */
  readonly column: number;
  readonly field: string;
  readonly naming: SymbolNaming;
  /** A symbol for messages. */
  readonly example: string;
}

export class RowSymbol {
  /** What the field must be, for messages. */
  expected: string;
  /** What is to be said of the rows, once the first was read. */
  notices: readonly string[] = [];
  private readonly source: RowSymbolSource;
  private readonly names = new SymbolNames(isMarketSymbol);
  private first: string | undefined;

  constructor(source: RowSymbolSource) {
    this.source = source;
    this.expected = `a symbol like ${source.example}`;
  }

  /**
   * Undefined for no symbol, and for a second one where the user gave one. A UserError `instrument-differs` where the first
   * row cannot be of that one.
   */
  nameOf(bytes: Uint8Array, start: number, end: number, line: number): string | undefined {
    const name = this.names.nameOf(bytes, start, end);
    const { given } = this.source;
    if (given === undefined || name === undefined) return name;
    if (this.first === undefined) this.agree(name, given, line);
    return name === this.first ? given : undefined;
  }

  private agree(symbol: string, given: string, line: number): void {
    const { file, column, field, naming } = this.source;
    this.notices = agreedNotices({ symbol, file, line, column, field }, given, naming);
    this.first = symbol;
    this.expected = asRowsAbove(symbol, given);
  }
}
