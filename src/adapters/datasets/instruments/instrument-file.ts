// The definition that stands beside the parts of an instrument: datasets/<instrument>/instrument.json: read, and made as text.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { builtInTerms, type InstrumentTerms } from '../../../core/market/instrument-terms.ts';
import { definitionOfTerms, readDefinitions, termsOfDefinition } from './definition.ts';

const FILE_NAME = 'instrument.json';

/** The terms of an instrument of the store: the built-in ones, else those that stand beside its parts; undefined for neither. */
export function storedTerms(root: string, symbol: string): InstrumentTerms | undefined {
  const builtIn = builtInTerms(symbol);
  if (builtIn !== undefined) return builtIn;
  const file = join(root, symbol, FILE_NAME);
  return existsSync(file) ? termsOfDefinition(symbol, readDefinitions(file)[0]!) : undefined;
}

/** Where the definition stands, below the datasets folder, and what stands in it. */
export function termsFile(terms: InstrumentTerms): { readonly path: string; readonly text: string } {
  return {
    path: `${terms.symbol}/${FILE_NAME}`,
    text: `${JSON.stringify(definitionOfTerms(terms), null, 2)}\n`,
  };
}
