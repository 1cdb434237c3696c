// Takes the data sets of a run's days; gives whether they tell how many contracts stood at the prices of the book.

import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import type { BookSizes } from './session-result.ts';

/** Day by day the contracts, the traded one first, and what was read of them. */
export interface DayManifests {
  readonly contracts: readonly string[];
  readonly manifests: readonly PartManifest[];
}

/** Formats whose quotes never carry sizes. */
const UNSIZED_QUOTES: readonly string[] = ['mt5-ticks'];

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
  // what a file of another format holds is in its rows only, of which the manifest says nothing
  const mayTell = quotes.some(({ source }) => !UNSIZED_QUOTES.includes(source.format));
  return mayTell ? undefined : 'unknown';
}
