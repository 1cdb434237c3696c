// Shared parts in; what each candle adds to the estimators of variance from its four prices out.

import { RangeTerms } from '../indicators/range-terms.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Made once per candle for all estimators and windows. */
export function rangeTermsOfCandles(shared: SharedParts): RangeTerms {
  return shared.part('range terms', () => new RangeTerms(), { candle: (terms, candle) => terms.push(candle) });
}
