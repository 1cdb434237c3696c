// A feature in; the same feature with leave to stand in for itself while it has no value, for a stated number of candles, out.

import type { FeatureSpec } from './feature.ts';
import { wholeNumber } from './parameters.ts';

/**
 * Where the feature is not ready, its last value goes on for at most `candles` candles, with its age in the vector. The policy is part
 * of the schema: a model that was trained with it is asked with it. Throws RangeError where `candles` is no whole number from 1.
 */
export function lastValid(spec: FeatureSpec, { candles }: { candles: number }): FeatureSpec {
  const most = wholeNumber(spec.meta.id, 'lastValid candles', candles);
  return { ...spec, meta: { ...spec.meta, missing: { kind: 'lastValid', candles: most } } };
}
