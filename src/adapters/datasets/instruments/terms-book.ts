// Symbols of one import in; their terms out, from the built-in table, the user's definitions, the store, or else inferred from the rows.

import type { InstrumentTerms } from '../../../core/market/instrument-terms.ts';
import { builtInTerms } from '../../../core/market/instrument-terms.ts';
import type { PartColumns } from '../row-buffer.ts';
import { definitionOf, type InstrumentDefinition, termsOfDefinition } from './definition.ts';
import { inferTerms, jointTerms } from './infer-terms.ts';
import { storedTerms } from './instrument-file.ts';

export class TermsBook {
  private readonly root: string;
  private readonly definitions: readonly InstrumentDefinition[];
  private readonly known = new Map<string, InstrumentTerms | undefined>();
  private readonly worked = new Map<string, InstrumentTerms>();

  /** `root` is the datasets folder. */
  constructor(root: string, definitions: readonly InstrumentDefinition[]) {
    this.root = root;
    this.definitions = definitions;
  }

  /** The terms to look at the rows with. What is inferred fits all rows of the symbol seen so far. */
  termsFor(symbol: string, columns: PartColumns, timeZone: string): InstrumentTerms {
    const told = this.told(symbol);
    if (told !== undefined && !told.inferred) return told;
    const before = this.worked.get(symbol) ?? told;
    const fresh = inferTerms(symbol, columns, timeZone);
    const terms = before === undefined ? fresh : jointTerms(before, fresh);
    this.worked.set(symbol, terms);
    return terms;
  }

  /** Terms that have to stand beside the parts: defined by the user, or inferred; not those of the built-in table. */
  toStore(): readonly InstrumentTerms[] {
    const defined = [...this.known.values()].flatMap((terms) =>
      terms === undefined || terms.inferred || builtInTerms(terms.symbol) !== undefined ? [] : [terms],
    );
    return [...defined, ...this.worked.values()];
  }

  private told(symbol: string): InstrumentTerms | undefined {
    if (!this.known.has(symbol)) {
      const definition = definitionOf(symbol, this.definitions);
      const terms = definition === undefined ? storedTerms(this.root, symbol) : termsOfDefinition(symbol, definition);
      this.known.set(symbol, builtInTerms(symbol) ?? terms);
    }
    return this.known.get(symbol);
  }
}
