// Feature specs in; what of the facts of earlier sessions they read out.

import type { FactsNeed } from '../market/session-facts.ts';
import type { FeatureSpec } from './feature.ts';

/** Undefined where none of them reads any. */
export function factsNeedOf(specs: Iterable<FeatureSpec>): FactsNeed | undefined {
  const readers = [...specs].filter(({ meta }) => meta.inputs.includes('sessions'));
  if (readers.length === 0) return undefined;
  return { sizes: readers.some(({ meta }) => meta.inputs.includes('tape')) };
}
