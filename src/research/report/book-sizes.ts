// Takes the data sets of a run's days; gives whether they tell how many contracts stood at the prices of the book.

import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import type { BookSizes } from './session-result.ts';

/** Day by day the contracts, the traded one first, and what was read of them. */
export interface DayManifests {
  readonly contracts: readonly string[];
  readonly manifests: readonly PartManifest[];
}

/** Of the traded contract: `known` when every day has price levels, `unknown` when one day surely has no sizes. */
export function bookSizesOf(days: readonly DayManifests[]): BookSizes | undefined {
  const sizes = days.map(sizesOfDay);
  if (sizes.includes('unknown')) return 'unknown';
  return sizes.length === 0 || sizes.includes(undefined) ? undefined : 'known';
}

function sizesOfDay({ contracts, manifests }: DayManifests): BookSizes | undefined {
  const own = manifests.filter(({ instrument }) => instrument === contracts[0]);
  if (own.some(({ kind }) => kind === 'levels')) return 'known';
  const quotes = own.filter(({ kind }) => kind === 'quotes');
  const mayTell = quotes.some(({ quoteSizes }) => quoteSizes !== false);
  if (!mayTell) return 'unknown';
  // parts of the first version of the manifest do not say it
  return quotes.every(({ quoteSizes }) => quoteSizes === true) ? 'known' : undefined;
}
