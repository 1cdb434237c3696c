// The symbol field of a row to the symbol it is stored under: its own, or the one the user gave for all rows of one instrument.

import { SymbolNames } from '../text/symbol-names.ts';

export class RowSymbol {
  /** What the field must be, for messages. */
  expected: string;
  private readonly given: string | undefined;
  private readonly names: SymbolNames;
  private first: string | undefined;

  constructor(given: string | undefined, isSymbol: (name: string) => boolean, example: string) {
    this.given = given;
    this.names = new SymbolNames(isSymbol);
    this.expected = `a symbol like ${example}`;
  }

  /** Undefined for no symbol, and for a second one where the user named the instrument of all rows. */
  nameOf(bytes: Uint8Array, start: number, end: number): string | undefined {
    const name = this.names.nameOf(bytes, start, end);
    if (this.given === undefined || name === undefined) return name;
    if (this.first === undefined) {
      this.first = name;
      this.expected = `${name} as in the rows above, which are all stored as ${this.given}`;
    }
    return name === this.first ? this.given : undefined;
  }
}
