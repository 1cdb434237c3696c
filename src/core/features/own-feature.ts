// A person's own description of a feature in; a FeatureSpec that says that it is of nobody's catalogue out.

import { defineFeature, type FeatureDefinition, type FeatureHandlers, type FeatureStep } from './define-feature.ts';
import type { FeatureSpec } from './feature.ts';
import type { SharedParts } from './shared-parts.ts';

/**
 * What strategies and notebooks call `defineFeature`. `begin` makes fresh state each time it is called and returns what takes candles:
 *
 *     export const body = defineFeature(
 *       { id: 'bodyTicks', meaning: 'close minus open', unit: 'ticks', warmup: 1, sessionRule: 'continue' },
 *       () => (out, candle, session) => out.set((candle.close - candle.open) / session.tick),
 *     );
 *
 * `out.set` is called where, and only where, there is a value: never fill with 0. `qt features check FILE` says what it breaks.
 * Columns of it are never taken from a cache: nothing tells when its code changed. Throws RangeError for an unusable definition.
 */
export function defineOwnFeature(
  definition: FeatureDefinition,
  begin: (shared: SharedParts) => FeatureStep | FeatureHandlers,
): FeatureSpec {
  return { ...defineFeature(definition, begin), own: true };
}
